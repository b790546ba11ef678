package dev.pipette.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The folder of a benchmark, and the child JVMs that it starts, one at a time. */
final class Harness implements AutoCloseable {
    /** The setting that gives a child JVM one option more. */
    static final String JVM_OPTION = "jvm.option";

    /** Heap of every child where nothing else is said; the launcher's users have at least that. */
    private static final String HEAP = "512m";

    private static final int HOT_METHODS = 15;
    private static final int LOG_LINES = 30;

    private final Benchmark benchmark;
    private final Options options;
    private final Path folder;
    private final PrintStream progress;
    private final Thread atExit;
    private volatile @Nullable Process running;

    Harness(Benchmark benchmark, Options options, PrintStream progress) throws IOException {
        this.benchmark = benchmark;
        this.options = options;
        this.progress = progress;
        Optional<String> parent = options.find("folder");
        if (parent.isPresent()) {
            this.folder = Path.of(parent.get()).toAbsolutePath().resolve("pipette-benchmark");
            Files.createDirectories(folder);
        } else {
            this.folder = Files.createTempDirectory("pipette-benchmark-");
        }
        Files.createDirectories(folder.resolve("inputs"));
        renew("work");
        this.atExit = new Thread(this::stop, "stop-child-and-clean");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Options options() {
        return options;
    }

    String heap() {
        return options.text("xmx", HEAP);
    }

    String engineMemory(String otherwise) {
        return options.text("engine-memory", otherwise);
    }

    String memory(String otherwise) {
        return options.text("memory", otherwise);
    }

    /** A generated file that may be there from an earlier call with {@code --keep}. */
    Path input(String name, InputWriter writer) throws Exception {
        Path file = folder.resolve("inputs").resolve(name);
        if (!Files.exists(file)) {
            progress.println("generating " + name);
            Path part = file.resolveSibling("part-" + name);
            Files.deleteIfExists(part);
            writer.write(part);
            Files.move(part, file);
        }
        return file;
    }

    /** Writes a generated file. */
    @FunctionalInterface
    interface InputWriter {
        void write(Path file) throws Exception;
    }

    /** A folder of this name, whatever is in it. */
    Path folder(String name) {
        return folder.resolve(name);
    }

    /** An empty folder for one run. */
    Path renew(String name) throws IOException {
        Path renewed = folder.resolve(name);
        delete(renewed);
        Files.createDirectories(renewed);
        return renewed;
    }

    /** Runs a work in a JVM of its own. */
    Run child(String work, Values settings) throws IOException, InterruptedException {
        Path scratch = renew("child");
        Path results = scratch.resolve("results.properties");
        Path recording = scratch.resolve("recording.jfr");
        settings.write(scratch.resolve("settings.properties"));
        boolean profiled = options.flag("profile") && work.startsWith("pipette");
        List<String> command = new ArrayList<>(List.of(
                java("java"),
                "-Xmx" + heap(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Djava.io.tmpdir=" + scratch));
        settings.find(JVM_OPTION).ifPresent(command::add);
        if (profiled) {
            command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                benchmark.name(),
                work,
                scratch.resolve("settings.properties").toString(),
                results.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        settings.find(PipetteLoad.ENGINE_MEMORY)
                .ifPresent(memory -> builder.environment().put("PIPETTE_ENGINE_MEMORY", memory));
        double process = process(work, builder);
        Values measured = Values.read(results);
        Run run = new Run(work, measured, process);
        progress.printf(
                Locale.ROOT,
                "  %s: %.2f s%s%n",
                work,
                run.wall() > 0 ? run.wall() : process,
                measured.find(Meter.STEPS).map(steps -> " (" + steps + ")").orElse(""));
        if (profiled) {
            printProfile(recording);
        }
        return run;
    }

    /**
     * Runs a command with its output in a log, and returns its wall time in seconds.
     *
     * @throws IllegalStateException with the end of the log when the command fails
     */
    double process(String what, ProcessBuilder builder) throws IOException, InterruptedException {
        Path log = folder.resolve("log.txt");
        flushFileSystem();
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        long start = System.nanoTime();
        Process started = builder.start();
        running = started;
        int code = started.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        running = null;
        if (code != 0) {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            throw new IllegalStateException(what + " ended with exit code " + code + ":\n"
                    + String.join("\n", lines.subList(0, Math.min(LOG_LINES, lines.size()))));
        }
        return seconds;
    }

    /** So that no run pays for what the one before it left in the system's buffers. */
    private static void flushFileSystem() throws InterruptedException {
        try {
            new ProcessBuilder("sync").start().waitFor(1, TimeUnit.MINUTES);
        } catch (IOException noSuchCommand) {
            // a system without it writes when it likes
        }
    }

    private void printProfile(Path recording) throws IOException, InterruptedException {
        for (String view : List.of("hot-methods", "native-methods")) {
            Path log = folder.resolve("view.txt");
            new ProcessBuilder(
                            java("jfr"),
                            "view",
                            "--truncate",
                            "beginning",
                            "--width",
                            "120",
                            view,
                            recording.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .limit(HOT_METHODS + 3)
                    .forEach(progress::println);
        }
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** What is true of all figures: the machine, and what every child was given. */
    List<String> conditions() throws Exception {
        String version;
        try (Duck duck = Duck.inMemory()) {
            version = duck.rows("SELECT version()").getFirst().getFirst();
        }
        double load = java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                .getSystemLoadAverage();
        return List.of(
                Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", JDK "
                        + Runtime.version() + ", DuckDB " + version
                        + String.format(Locale.ROOT, ", load average at the end %.1f", load),
                "every child JVM: -Xmx" + heap() + "; the native library is loaded before the clock starts");
    }

    private void stop() {
        Process process = running;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
        clean();
    }

    private void clean() {
        try {
            if (options.flag("keep")) {
                for (String part : List.of("child", "work", "log.txt", "view.txt")) {
                    delete(folder.resolve(part));
                }
            } else {
                delete(folder);
            }
        } catch (IOException failed) {
            progress.println("could not delete " + folder + ": " + failed);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        clean();
        if (options.flag("keep")) {
            progress.println("kept " + folder.resolve("inputs"));
        }
    }

    /** Deletes a folder, where it is there. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Copies a folder's files and folders. */
    static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
