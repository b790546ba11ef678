/** What tests of the kernel need of the command. */
@NullMarked
package dev.pipette.cli;

import org.jspecify.annotations.NullMarked;
