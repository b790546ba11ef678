package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.RunContext;
import dev.pipette.admin.Diagnosis;
import dev.pipette.admin.RunTrace;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.Check;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reports what a process did to whoever started it, in a file with a JSON document in each line: one for each run of a pipeline, as it
 * ends, and one at the end of the process. Each line is on the disk before the process goes on. The engine finds this listener as a
 * service; it does nothing where nobody asked for a report.
 *
 * <pre>{@code
 * {"kind":"run","outcome":"loaded","pipeline":"shop","dataset":"shop","loadId":"1766577600.1","rows":{"orders":12}, ..}
 * {"kind":"end","exitCode":4,"errorCode":"DESTINATION_UNAVAILABLE","message":".."}
 * }</pre>
 */
public final class RunReport implements LoadListener {
    /** Names the file. */
    private static final String FILE = "pipette.run.report";

    /** Asks for what a load would find in each destination that a plan meets. */
    private static final String DIAGNOSE = "pipette.run.diagnose";

    private static final Set<String> DIAGNOSED = ConcurrentHashMap.newKeySet();

    /** Of work that a thread of this process does for somebody, and of the threads that it starts. */
    private static final InheritableThreadLocal<@Nullable Path> OF_THREAD = new InheritableThreadLocal<>();

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Object WRITING = new Object();

    private static volatile boolean isEnded;
    private static volatile @Nullable Throwable failure;

    private final @Nullable Path file = file();
    private @Nullable String pipeline;
    private boolean isReported;

    /** For one run, on the thread that runs it; the engine makes it. */
    public RunReport() {}

    /** Work with a report of its own. */
    @FunctionalInterface
    interface Work {
        int run() throws Exception;
    }

    /** Does work in this process, whose runs are reported in a file. */
    static int during(Path file, Work work) throws Exception {
        Path outer = OF_THREAD.get();
        OF_THREAD.set(file);
        try {
            return work.run();
        } finally {
            if (outer == null) {
                OF_THREAD.remove();
            } else {
                OF_THREAD.set(outer);
            }
        }
    }

    /** Whether this thread does work with a report of its own. */
    static boolean isOfThread() {
        return OF_THREAD.get() != null;
    }

    private static @Nullable Path file() {
        Path ofThread = OF_THREAD.get();
        String ofProcess = System.getProperty(FILE);
        return ofThread != null || ofProcess == null ? ofThread : Path.of(ofProcess);
    }

    /** What the JVM of a program needs to know, so that it continues the report of this one. */
    static List<String> options() {
        String file = System.getProperty(FILE);
        return file == null ? List.of() : List.of("-D" + FILE + "=" + file, "-D" + DIAGNOSE + "=" + isDiagnosing());
    }

    static boolean isDiagnosing() {
        return Boolean.getBoolean(DIAGNOSE);
    }

    /** A context whose plans report what a load would find in their destinations, where that is asked for. */
    static RunContext diagnosing(RunContext context) {
        return isDiagnosing() ? context.beforePlan(RunReport::diagnose) : context;
    }

    private static void diagnose(Pipeline planned) {
        if (DIAGNOSED.add(planned.destination().toString())) {
            Diagnosis found = planned.destination().diagnose(planned.home());
            write(
                    file(),
                    "kind",
                    "destination",
                    "destination",
                    Secrets.masked(found.destination()),
                    "ok",
                    found.ok(),
                    "problems",
                    problems(found));
        }
    }

    /** What is wrong, and what to do about it. */
    static List<String> problems(Diagnosis found) {
        return found.checks().stream()
                .filter(check -> check.status() == Check.Status.FAILED)
                .map(check -> Secrets.masked(
                        check.name() + ": " + check.found() + (check.advice().isEmpty() ? "" : ". " + check.advice())))
                .toList();
    }

    @Override
    public void started(String started) {
        pipeline = started;
    }

    @Override
    public void reached(LoadStep step, String loadId) {}

    @Override
    public void ended(RunTrace trace) {
        isReported = true;
        List<RunTrace.LoadPackage> committed = trace.packages().stream()
                .filter(RunTrace.LoadPackage::committed)
                .toList();
        Map<String, Long> rows = new LinkedHashMap<>();
        for (RunTrace.LoadPackage load : committed) {
            for (TableLoad table : load.tables()) {
                rows.merge(table.table(), table.rows(), Long::sum);
            }
        }
        write(
                file,
                "kind",
                "run",
                "outcome",
                trace.outcome().name().toLowerCase(Locale.ROOT),
                "pipeline",
                trace.pipeline(),
                "dataset",
                trace.dataset(),
                "loadId",
                committed.isEmpty() ? null : committed.getLast().loadId(),
                "rows",
                rows,
                "errorCode",
                trace.failure().map(RunTrace.Failure::code).orElse(null),
                "message",
                trace.failure().map(RunTrace.Failure::message).orElse(null));
    }

    /** Also of a run that failed before there was anything to trace. */
    @Override
    public void failed(Throwable problem) {
        if (!isReported) {
            write(
                    file,
                    "kind",
                    "run",
                    "outcome",
                    "failed",
                    "pipeline",
                    pipeline,
                    "dataset",
                    null,
                    "loadId",
                    null,
                    "rows",
                    Map.of(),
                    "errorCode",
                    code(problem).orElse(null),
                    "message",
                    message(problem));
        }
    }

    /** Remembers why the command of this process failed, for its end. */
    static void remember(Throwable failed) {
        failure = failed;
    }

    /** Reports what ended a program that has a JVM of its own; the command that started it reports the end. */
    static void programFailed(Throwable failed) {
        write(file(), "kind", "error", "errorCode", code(failed).orElse(null), "message", message(failed));
    }

    /** Reports the end of this process. Only the first call does: a process ends once. */
    static void end(int exitCode) {
        Path report = file();
        Throwable known = failure;
        if (report == null || isEnded) {
            return;
        }
        JsonNode error = known == null && exitCode != ExitCodes.SUCCESS ? lastError(report) : JSON.nullNode();
        end(
                exitCode,
                known == null
                        ? error.path("errorCode").asStringOpt().orElse(null)
                        : code(known).orElse(null),
                known == null ? error.path("message").asStringOpt().orElse(null) : message(known));
    }

    /** Reports the end of this process, which was asked to stop. */
    static void interrupted(String message) {
        end(ExitCodes.INTERRUPTED, ErrorCode.INTERRUPTED.name(), message);
    }

    /** Reports an end without an exit code where the program ends this process by itself. */
    static void atShutdown() {
        if (System.getProperty(FILE) != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(null, null, null), "pipette-report"));
        }
    }

    private static void end(@Nullable Integer exitCode, @Nullable String code, @Nullable String message) {
        synchronized (WRITING) {
            if (!isEnded) {
                isEnded = true;
                write(file(), "kind", "end", "exitCode", exitCode, "errorCode", code, "message", message);
            }
        }
    }

    /** What ended the program that this process started. */
    private static JsonNode lastError(Path report) {
        JsonNode last = JSON.nullNode();
        try {
            for (String line : Files.readString(report).lines().toList()) {
                JsonNode document = JSON.readTree(line);
                last = document.has("errorCode")
                                && !document.path("kind").asString("").equals("run")
                        ? document
                        : last;
            }
        } catch (IOException | JacksonException unreadable) {
            // then its exit code is all that is known
        }
        return last;
    }

    /** The code of an error of Pipette. */
    private static Optional<String> code(Throwable failed) {
        return switch (failed) {
            case PipetteException known -> Optional.of(known.code().name());
            case ScriptException script ->
                script.getCause() == null ? Optional.of(ErrorCode.BAD_USAGE.name()) : code(script.getCause());
            case ParameterException words -> Optional.of(ErrorCode.BAD_USAGE.name());
            case DataAccessException database -> Optional.of(ErrorCode.DESTINATION_FAILED.name());
            default -> Optional.empty();
        };
    }

    private static String message(Throwable failed) {
        return Printable.of(Secrets.masked(Problems.message(failed)));
    }

    private static void write(@Nullable Path report, @Nullable Object... members) {
        if (report == null) {
            return;
        }
        byte[] line = (JSON.writeValueAsString(JsonDocument.object(members)) + "\n").getBytes(UTF_8);
        boolean interrupted = Thread.interrupted(); // a thread that is interrupted can write no file
        synchronized (WRITING) {
            try (FileChannel channel = FileChannel.open(report, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException failed) {
                throw new UncheckedIOException("the report " + report + " cannot be written", failed);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
