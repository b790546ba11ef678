/** Tests of what looks into pipelines. */
@NullMarked
package dev.pipette.admin;

import org.jspecify.annotations.NullMarked;
