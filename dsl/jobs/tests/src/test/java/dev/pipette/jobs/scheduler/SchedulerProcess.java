package dev.pipette.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.LightClassPath;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process that runs {@link SchedulerMain}. */
final class SchedulerProcess implements AutoCloseable {
    static final String READY = "ready";

    private static final String FOLDER = "pipette.tests.folder";

    private final Process process;
    private final Path errors;

    private SchedulerProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** What all of them share: the class path, and the archive of its loaded classes. */
    private static final class Library {
        static final Path FOLDER = folder();
        static final String CLASS_PATH = LightClassPath.in(FOLDER);

        private static Path folder() {
            try {
                Path folder = Files.createTempDirectory("pipette-schedulers-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> MemoryFolders.delete(folder)));
                return folder;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Options of a JVM that starts fast, and leaves nothing outside the folder when it is killed. */
    private static List<String> options() {
        String folder = System.getProperty(FOLDER, "");
        List<String> options = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-Djava.io.tmpdir=" + folder,
                "-D" + FOLDER + "=" + folder,
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true"));
        if (Files.exists(archive())) {
            options.add("-XX:SharedArchiveFile=" + archive());
        }
        return options;
    }

    /** Options of a job, which leaves the archive of its classes to all that start later: a scheduler is killed, and leaves none. */
    static List<String> jobOptions() {
        List<String> options = new ArrayList<>(options());
        if (!Files.exists(archive())) {
            options.addAll(List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive()));
        }
        return options;
    }

    private static Path archive() {
        return Path.of(System.getProperty(FOLDER, ""), "classes.jsa");
    }

    static SchedulerProcess start(Place place, Path home, String... words) {
        System.setProperty(FOLDER, Library.FOLDER.toString());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(List.of("--class-path", Library.CLASS_PATH, SchedulerMain.class.getName(), home.toString()));
        command.addAll(List.of(words));
        try {
            Path errors = Files.createTempFile(place.folder(), "scheduler", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(place.environment());
            SchedulerProcess started = new SchedulerProcess(builder.start(), errors);
            BufferedReader lines = started.process.inputReader();
            String line = lines.readLine();
            assertThat(line).as("the scheduler starts: %s", started.errors()).isEqualTo(READY);
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A process of a job that it runs. */
    Optional<ProcessHandle> job() {
        return process.descendants().filter(ProcessHandle::isAlive).findAny();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** With SIGKILL: it has no time for anything. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
