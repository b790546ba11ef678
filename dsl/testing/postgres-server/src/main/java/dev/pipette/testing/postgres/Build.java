package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the test JVMs of one build share: a folder that is deleted when the build is over. The build is the Maven that
 * started this JVM, or this JVM itself when none did.
 */
final class Build {
    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";
    private static final Build CURRENT = new Build(above(ProcessHandle.current()));

    private final ProcessHandle process;
    private final Path folder;

    /** What runs as long as a process. */
    Build(ProcessHandle process) {
        this.process = process;
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        this.folder = Path.of(System.getProperty("java.io.tmpdir"))
                .toAbsolutePath()
                .resolve("pipette-" + process.pid() + "-" + Long.toString(started, Character.MAX_RADIX));
    }

    static Build current() {
        return CURRENT;
    }

    /** The outermost Maven above a process; an outer Java that is not Maven may be a service that never ends. */
    private static ProcessHandle above(ProcessHandle self) {
        ProcessHandle build = self;
        for (Optional<ProcessHandle> above = self.parent();
                above.isPresent();
                above = above.get().parent()) {
            if (above.get().info().commandLine().orElse("").contains(MAVEN)) {
                build = above.get();
            }
        }
        return build;
    }

    Path folder() {
        return folder;
    }

    /** Does something in the folder of the build while no other JVM does. */
    synchronized <T> T alone(Function<Path, T> work) {
        try {
            make();
            try (FileChannel file = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                return work.apply(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * What a JVM of this build has noted under a name, such as the port of a server, as long as it holds; else something
     * is started in a new folder, and what it says is noted.
     */
    Properties note(String name, Predicate<Properties> holds, Function<Path, Properties> start) {
        return alone(build -> {
            Path file = build.resolve(name + ".properties");
            try {
                Properties noted = new Properties();
                if (Files.exists(file)) {
                    try (Reader reader = Files.newBufferedReader(file)) {
                        noted.load(reader);
                    }
                    if (holds.test(noted)) {
                        return noted;
                    }
                }
                Properties fresh = start.apply(guarded("pipette-" + name + "-"));
                Path part = Files.createTempFile(build, name, ".part");
                try (Writer writer = Files.newBufferedWriter(part)) {
                    fresh.store(writer, null);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                return fresh;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    private Path guarded(String prefix) {
        Path place = Folders.temporary(prefix);
        ServerProcess.guard(process.pid(), place);
        return place;
    }

    private void make() throws IOException {
        try {
            Folders.passable(Files.createDirectory(folder));
            ServerProcess.guard(process.pid(), folder);
        } catch (FileAlreadyExistsException made) {
            Path probe = Files.createTempFile("pipette-", ".owner");
            boolean ours = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(folder).equals(Files.getOwner(probe));
            Files.delete(probe);
            if (!ours) {
                throw new IllegalStateException(folder + " belongs to another user: delete it");
            }
        }
    }
}
