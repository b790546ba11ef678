/** Tests of what the commands of jobs print. */
@NullMarked
package dev.pipette.cli.jobs;

import org.jspecify.annotations.NullMarked;
