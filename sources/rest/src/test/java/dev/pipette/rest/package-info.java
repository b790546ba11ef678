/** Tests of the client, against web APIs on this machine and a clock that does not wait. */
@NullMarked
package dev.pipette.rest;

import org.jspecify.annotations.NullMarked;
