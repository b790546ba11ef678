/** Settings and secrets. */
@NullMarked
package dev.pipette.settings;

import org.jspecify.annotations.NullMarked;
