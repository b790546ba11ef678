/** The commands about jobs, and what they need. */
@NullMarked
package dev.pipette.cli.jobs;

import org.jspecify.annotations.NullMarked;
