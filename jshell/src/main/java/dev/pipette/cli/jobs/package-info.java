/**
 * The commands of jobs: {@code promote}, {@code jobs} and {@code scheduler}. They read words, call {@link dev.pipette.jobs.Jobs},
 * and print what it returns. Must not know how a job is stored, planned or run.
 */
@NullMarked
package dev.pipette.cli.jobs;

import org.jspecify.annotations.NullMarked;
