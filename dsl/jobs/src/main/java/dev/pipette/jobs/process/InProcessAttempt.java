package dev.pipette.jobs.process;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AttemptEnd;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An attempt in a thread. */
final class InProcessAttempt implements RunningAttempt {
    private static final int FAILED = 1;

    private final AttemptRequest request;
    private final InProcess.Program program;
    private final RunLog log;
    private final Thread work;
    private volatile RunReport.End returned = new RunReport.End(-1, Optional.empty(), Optional.empty());
    private @Nullable StopReason stopped;

    private InProcessAttempt(AttemptRequest request, InProcess.Program program, RunLog log) {
        this.request = request;
        this.program = program;
        this.log = log;
        this.work = Thread.ofPlatform()
                .daemon()
                .name("job " + request.definition().name())
                .unstarted(this::run);
    }

    static InProcessAttempt start(AttemptRequest request, InProcess.Program program, RunLog log) {
        InProcessAttempt attempt = new InProcessAttempt(request, program, log);
        attempt.work.start();
        return attempt;
    }

    private void run() {
        try (LogLines lines = log.lines();
                PrintStream out = new PrintStream(lines, true, StandardCharsets.UTF_8)) {
            int exitCode = ThreadOutput.during(lines, () -> program.run(request, out));
            returned = new RunReport.End(exitCode, Optional.empty(), Optional.empty());
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError failed) {
            returned = failed(failed);
        }
    }

    private static RunReport.End failed(Throwable failed) {
        String message = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        return switch (failed) {
            case PipetteException known ->
                new RunReport.End(FAILED, Optional.of(known.code().name()), Optional.of(message));
            case InterruptedException stopped ->
                new RunReport.End(FAILED, Optional.of(ErrorCode.INTERRUPTED.name()), Optional.of(message));
            default ->
                new RunReport.End(
                        FAILED, Optional.empty(), Optional.of(failed.getClass().getSimpleName() + ": " + message));
        };
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return work.join(atMost);
    }

    @Override
    public synchronized AttemptEnd end() {
        if (work.isAlive()) {
            throw new IllegalStateException("the attempt still runs");
        }
        log.close();
        RunReport written = RunReport.read(request.report());
        RunReport report =
                new RunReport(written.loads(), Optional.of(written.end().orElse(returned)));
        return new HowItEnded(
                        request.definition(),
                        returned.exitCode(),
                        Optional.ofNullable(stopped),
                        false,
                        report,
                        log.lastLines())
                .end();
    }

    @Override
    public synchronized void stop(StopReason why) {
        if (stopped == null && work.isAlive()) {
            stopped = why;
            work.interrupt();
        }
    }

    @Override
    public void kill() {
        work.interrupt();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        work.interrupt();
    }
}
