/** Rows of web APIs that are loaded, from the answer to the table. */
@NullMarked
package dev.pipette.testing.rest;

import org.jspecify.annotations.NullMarked;
