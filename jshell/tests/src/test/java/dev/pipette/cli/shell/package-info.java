@NullMarked
package dev.pipette.cli.shell;

import org.jspecify.annotations.NullMarked;
