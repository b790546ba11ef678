package dev.pipette.jobs.process;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.text.Printable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An attempt in a process. */
final class ChildJvm implements RunningAttempt {
    /** A process that the attempt left behind may keep its output open for ever. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

    private static final byte[] STOP = "stop\n".getBytes(StandardCharsets.UTF_8);

    private final AttemptRequest request;
    private final Process process;
    private final RunLog log;
    private final Thread output;
    private @Nullable StopReason stopped;
    private boolean killed;
    private boolean logFinished;
    private @Nullable AttemptEnd end;

    ChildJvm(AttemptRequest request, Process process, RunLog log) {
        this.request = request;
        this.process = process;
        this.log = log;
        this.output = Thread.ofPlatform()
                .daemon()
                .name("log of " + request.definition().name())
                .start(() -> log.copy(process.getInputStream()));
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized AttemptEnd end() {
        if (process.isAlive()) {
            throw new IllegalStateException("the attempt still runs");
        }
        AttemptEnd known = end;
        if (known == null) {
            known = read();
            end = known;
        }
        return known;
    }

    private AttemptEnd read() {
        finishLog();
        return named(new HowItEnded(
                        request.definition(),
                        process.exitValue(),
                        Optional.ofNullable(stopped),
                        killed,
                        RunReport.read(request.report()),
                        log.lastLines())
                .end());
    }

    /** The script is a copy in the folder of the attempt; people know it by its name. */
    private AttemptEnd named(AttemptEnd end) {
        String copies = request.folder().toAbsolutePath() + File.separator;
        return new AttemptEnd(
                end.how(),
                end.exitCode(),
                end.errorCode(),
                end.message().map(message -> Printable.of(message.replace(copies, ""))),
                end.rows(),
                end.loads(),
                end.lastLines());
    }

    private synchronized void finishLog() {
        if (logFinished) {
            return;
        }
        logFinished = true;
        try {
            if (!output.join(LAST_OUTPUT)) {
                process.getInputStream().close();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (IOException closed) {
            // then there is no more output
        }
        log.close();
    }

    @Override
    public synchronized void stop(StopReason why) {
        if (stopped != null || !process.isAlive()) {
            return;
        }
        stopped = why;
        try {
            OutputStream input = process.getOutputStream();
            input.write(STOP);
            input.flush();
        } catch (IOException ended) {
            // it does not listen any more
        }
    }

    @Override
    public synchronized void kill() {
        if (process.isAlive()) {
            killed = true;
            List<ProcessHandle> started = process.descendants().toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    @Override
    public void close() {
        kill();
        finishLog();
    }
}
