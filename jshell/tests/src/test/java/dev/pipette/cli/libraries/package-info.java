@NullMarked
package dev.pipette.cli.libraries;

import org.jspecify.annotations.NullMarked;
