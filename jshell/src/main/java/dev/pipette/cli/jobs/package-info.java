/**
 * What the commands about jobs need beside the jobs themselves: the checks before a script or a source becomes a job. Must not know
 * how a load works, nor the shell.
 *
 * <pre>
 * pipette promote day.jsh --name orders --cron "15 * * * *"
 * </pre>
 */
@NullMarked
package dev.pipette.cli.jobs;

import org.jspecify.annotations.NullMarked;
