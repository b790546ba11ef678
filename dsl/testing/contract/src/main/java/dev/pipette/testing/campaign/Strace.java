package dev.pipette.testing.campaign;

import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The program {@code strace}, which lists system calls and makes one of them fail: the installed one, or else the package
 * of Debian or Ubuntu, unpacked once into the user's cache. Where there is none, a test is skipped with the reason, and
 * fails with {@code CI=true}; where the machine forbids tracing, it is skipped.
 */
final class Strace {
    /** The calls that make something durable, or that a durable state is made of. */
    static final List<String> CALLS = List.of(
            "fsync",
            "fdatasync",
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "rmdir",
            "ftruncate",
            "mkdir",
            "link",
            "write",
            "pwrite64");

    /** Written by strace, 6.1: {@code PID CALL(ARGUMENTS) = RESULT}, with the path of each descriptor. */
    private static final Pattern LINE = Pattern.compile("^(\\d+)\\s+(\\w+)\\((.*)$");

    private final List<String> command;

    private Strace(List<String> command) {
        this.command = command;
    }

    /**
     * A call of a traced program.
     *
     * @param number how many calls of this name its thread made, with this one: by this strace chooses one
     */
    record Call(String name, int number, String line) {
        boolean injected() {
            return line.contains("(INJECTED)");
        }
    }

    /** Finds the program, and sees that it may trace. */
    static Strace find() {
        List<String> command = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "strace"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .map(List::of)
                .orElseGet(Strace::unpacked);
        Strace strace = new Strace(command);
        List<String> tried = new ArrayList<>(strace.command("/dev/null", Optional.empty()));
        tried.add("true");
        Ended ended = run(Path.of("/"), tried);
        Assumptions.assumeTrue(ended.exit() == 0, () -> "strace may not trace here: " + ended.output());
        return strace;
    }

    /** The words that trace a program, up to the program. */
    List<String> command(String log, Optional<String> injection) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("-f", "-qq", "-y", "-o", log, "-e", "trace=" + String.join(",", CALLS)));
        if (injection.filter(fault -> fault.contains("signal=")).isEmpty()) {
            // stops the program only at these calls; strace 6.1 injects no signals then
            words.add("--seccomp-bpf");
        }
        injection.ifPresent(fault -> words.addAll(List.of("-e", "inject=" + fault)));
        return words;
    }

    /** The calls that a log lists, below a folder. */
    static List<Call> calls(Path log, Path below) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
            Matcher call = LINE.matcher(line);
            if (call.find()) {
                int number = counts.merge(call.group(1) + " " + call.group(2), 1, Integer::sum);
                if (call.group(3).contains(below.toString())) {
                    calls.add(new Call(call.group(2), number, line));
                }
            }
        }
        return calls;
    }

    private record Ended(int exit, String output) {}

    private static Ended run(Path folder, List<String> words) {
        try {
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output.strip());
        } catch (IOException noSuchProgram) {
            return new Ended(127, String.valueOf(noSuchProgram.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The program of Debian's package and of the packages of its libraries, from the cache or else downloaded. */
    private static List<String> unpacked() {
        Path cache = Path.of(
                System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"),
                "pipette",
                "strace-" + System.getProperty("os.arch"));
        if (Files.notExists(cache)) {
            download(cache);
        }
        try (Stream<Path> files = Files.walk(cache)) {
            String libraries = String.join(
                    ":",
                    files.filter(file -> file.getFileName().toString().contains(".so"))
                            .map(file -> String.valueOf(file.getParent()))
                            .distinct()
                            .toList());
            return List.of(
                    "env",
                    "LD_LIBRARY_PATH=" + libraries,
                    cache.resolve("usr/bin/strace").toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void download(Path cache) {
        try {
            Files.createDirectories(cache.getParent());
            Path part = Files.createTempDirectory(cache.getParent(), "part-");
            Ended ended = run(
                    part,
                    List.of(
                            "sh",
                            "-c",
                            "names=$(apt-get -s -qq --no-install-recommends install strace"
                                    + " | sed -n 's/^Inst \\(\\(strace\\|lib\\)[^ ]*\\).*/\\1/p')"
                                    + " && test -n \"$names\" && apt-get -qq download $names"
                                    + " && for one in *.deb; do dpkg -x \"$one\" . && rm \"$one\"; done"));
            if (ended.exit() != 0) {
                MemoryFolders.delete(part);
                throw missing("No strace here: install it, or on Debian and Ubuntu run apt-get update ("
                        + ended.output() + ")");
            }
            Files.move(part, cache);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static RuntimeException missing(String reason) {
        return "true".equals(System.getenv("CI")) ? new IllegalStateException(reason) : Assumptions.abort(reason);
    }
}
