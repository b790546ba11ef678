package dev.pipette.testing.child;

import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Starts Java processes that have the class path of this JVM. The first one leaves an archive of its loaded classes to the
 * others: a process that loads one file then takes 1.5 s of processor time, and not 4.7 s.
 *
 * <pre>{@code
 * Process process = new ProcessBuilder(ChildJava.command(OrdersMain.class, "--full")).start();
 * }</pre>
 */
public final class ChildJava {
    /** A test's process ends before what a second compiler and a second collector cost comes back. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Supplier<ChildJava> SHARED = new Supplier<>() {
        private final List<ChildJava> made = new ArrayList<>();

        @Override
        public synchronized ChildJava get() {
            if (made.isEmpty()) {
                made.add(make());
            }
            return made.getFirst();
        }
    };

    /** One of this many processes makes the archive, as long as there is none. */
    private static final int MAKES_ARCHIVE = 4;

    private final AtomicInteger started = new AtomicInteger();
    private final Path archive;
    private final String classPath;

    private ChildJava(Path archive, String classPath) {
        this.archive = archive;
        this.classPath = classPath;
    }

    private static ChildJava make() {
        try {
            // libraries are run from here, which may be forbidden where the folders of tests are
            Path folder = Files.createTempDirectory("pipette-children-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> MemoryFolders.delete(folder)));
            return new ChildJava(folder.resolve("classes.jsa"), LightClassPath.in(folder));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The class path, for a program of the JDK that is not {@code java}. */
    public static String classPath() {
        return SHARED.get().classPath;
    }

    /**
     * The options with which a process of {@link #classPath()} starts quickly, whoever starts it. It leaves the archive of its
     * classes when it ends, unless there is one.
     */
    public static List<String> options() {
        List<String> options = new ArrayList<>(SHORT_LIVED);
        // the JVM is silent about an archive that it makes, or that it cannot use
        options.addAll(List.of("-Xlog:disable", "-XX:+AutoCreateSharedArchive"));
        options.add("-XX:SharedArchiveFile=" + SHARED.get().archive);
        return options;
    }

    /** To make the archive takes twice as long as to run: of processes that start at once, one makes it. */
    private List<String> ownOptions() {
        if (Files.exists(archive)) {
            List<String> options = new ArrayList<>(SHORT_LIVED);
            options.addAll(List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + archive));
            return options;
        }
        // the first one may have been killed
        return started.getAndIncrement() % MAKES_ARCHIVE == 0 ? options() : SHORT_LIVED;
    }

    /** The command that runs a class with these arguments. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(List.of(), main, arguments);
    }

    /** The command that runs a class with options of the JVM. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        ChildJava shared = SHARED.get();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(shared.ownOptions());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dorg.jooq.no-logo=true"));
        command.add("-Dorg.jooq.no-tips=true");
        command.addAll(options);
        command.addAll(List.of("-cp", shared.classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
