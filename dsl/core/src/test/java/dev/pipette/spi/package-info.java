/** What providers are given to work with. */
@NullMarked
package dev.pipette.spi;

import org.jspecify.annotations.NullMarked;
