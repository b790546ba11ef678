package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A running server and the folder with all its files. A guard of its own, a small shell script, ends the server and
 * deletes the folder when the process is gone for which it runs, however that process ended.
 */
final class ServerProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The pid is known to the guard before the server starts. Out of the terminal's reach, where setsid is. */
    private static final String STARTER = """
            echo $$ >"$1/pid"
            if [ -n "$2" ]; then ulimit -f "$2"; fi
            shift 2
            if command -v setsid >/dev/null; then exec setsid "$@"; fi
            exec "$@"
            """;

    private static final String DETACHED = """
            cd /
            if command -v setsid >/dev/null; then exec setsid sh -c "$1" guard "$2" "$3"; fi
            exec sh -c "$1" guard "$2" "$3"
            """;

    /** Ends the servers of a folder. Only processes that have the folder in their command line: pids are used again. */
    private static final String GUARD = """
            watched=$1 folder=$2
            while kill -0 "$watched" 2>/dev/null || [ -d "/proc/$watched" ]; do
              [ -d "$folder" ] || exit 0
              sleep 0.2
            done
            ours() {
              kill -0 "$1" 2>/dev/null && { [ ! -d /proc/self ] || grep -qF -- "$folder" "/proc/$1/cmdline"; }
            }
            end() {
              signal=QUIT tries=0
              while ours "$1"; do
                kill -"$signal" "$1"
                signal=0 tries=$((tries + 1))
                if [ "$tries" -eq 50 ]; then signal=KILL; fi
                sleep 0.1
              done
            }
            tries=0
            while [ -d "$folder" ] && [ "$tries" -lt 50 ]; do
              for file in "$folder"/pid "$folder"/*/pid; do
                if [ -f "$file" ]; then end "$(cat "$file")"; fi
              done
              rm -rf "$folder" || sleep 0.1
              tries=$((tries + 1))
            done
            """;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Watches over a folder, and the servers in it, until a process is gone, or the folder is. */
    static void guard(long watched, Path folder) {
        start(
                folder,
                Path.of("/dev/null"),
                List.of("sh", "-c", DETACHED, "sh", GUARD, String.valueOf(watched), folder.toString()));
    }

    /** Starts a server; no file that it writes may grow beyond the limit, in blocks of 512 bytes, when there is one. */
    static ServerProcess start(Path folder, String fileLimit, List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", STARTER, "server", folder.toString(), fileLimit));
        words.addAll(command);
        Path log = folder.resolve("log");
        return new ServerProcess(start(folder, log, words), log);
    }

    private static Process start(Path folder, Path log, List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the server; false when it ended instead, for example because another one took its port. */
    boolean await(BooleanSupplier ready) {
        boolean inTime = Poll.until(PATIENCE, () -> !process.isAlive() || ready.getAsBoolean());
        if (!inTime) {
            throw new IllegalStateException("the server is not ready after " + PATIENCE + ": " + log());
        }
        return process.isAlive();
    }

    /** Sends a signal and waits for the end; SIGKILL when that takes too long. */
    void end(String signal) {
        Shell.signal(signal, process.pid());
        if (!Poll.until(Duration.ofSeconds(10), () -> !process.isAlive())) {
            kill();
        }
    }

    /** SIGKILL for the server and all its children; back when they are gone. */
    void kill() {
        List<ProcessHandle> all =
                new ArrayList<>(process.toHandle().descendants().toList());
        all.addFirst(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        Poll.until(PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** The end of what the server said. */
    String log() {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 2000)).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
