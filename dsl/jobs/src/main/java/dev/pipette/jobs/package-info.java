/**
 * Jobs: a script or a source that runs at the times of its schedule, each occurrence exactly once. {@link
 * dev.pipette.jobs.JobDefinition} says what runs, and when. Must not know the command, and no destination but the one that it keeps
 * its own tables in.
 */
@NullMarked
package dev.pipette.jobs;

import org.jspecify.annotations.NullMarked;
