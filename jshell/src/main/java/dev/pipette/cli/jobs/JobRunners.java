package dev.pipette.cli.jobs;

import dev.pipette.cli.JobJvm;
import dev.pipette.cli.JobProgram;
import dev.pipette.jobs.process.AttemptRequest;
import dev.pipette.jobs.process.AttemptRunner;
import dev.pipette.jobs.process.ChildJvms;
import dev.pipette.jobs.process.InProcess;
import dev.pipette.jobs.process.JvmCommand;

/** How the command runs attempts: in a JVM of their own, or in this one, as their jobs say. */
final class JobRunners {
    private JobRunners() {}

    static AttemptRunner of() {
        AttemptRunner children = new ChildJvms(JobRunners::command, System.getenv());
        AttemptRunner here = new InProcess((request, out) -> JobProgram.run(
                RunWords.of(request),
                request.definition().name(),
                request.attempt(),
                request.interval(),
                request.runKey(),
                request.report(),
                out));
        return request -> (request.definition().isInProcess() ? here : children).start(request);
    }

    private static JvmCommand command(AttemptRequest request) {
        return new JvmCommand(
                JobJvm.java(), JobJvm.options(), JobJvm.classPath(), JobJvm.MAIN_CLASS, RunWords.of(request));
    }
}
