package dev.pipette.testing.campaign;

import dev.pipette.testing.child.LightClassPath;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The class path of this JVM, made light for children. A plain child would spend 2.4 s of processor time, most of it on
 * reading classes, and leave DuckDB's library in the temporary folder when it is killed. So the class path is a {@link
 * LightClassPath}, and the JVM's archive of loaded classes is made by one child for the others, since those that are
 * killed make none: 1.2 s.
 */
public final class ChildLibrary {
    private static final ConcurrentHashMap<Class<?>, ChildLibrary> SHARED = new ConcurrentHashMap<>();

    private final Path folder;
    private final String classPath;

    private ChildLibrary(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /** The library of this JVM for loads to such places, made at first use and deleted at its end. */
    public static ChildLibrary of(Places places) {
        return SHARED.computeIfAbsent(places.getClass(), made -> make(places));
    }

    private static ChildLibrary make(Places places) {
        try {
            Path folder = Files.createTempDirectory("pipette-children-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> MemoryFolders.delete(folder)));
            ChildLibrary library = new ChildLibrary(folder, LightClassPath.in(folder));
            library.archiveClasses(places);
            return library;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void archiveClasses(Places places) throws IOException, InterruptedException {
        Path input = folder.resolve("input");
        Scenario.writeInput(input, 1);
        String place = places.make(folder);
        List<String> command = command("-XX:ArchiveClassesAtExit=" + archive());
        command.addAll(List.of(
                "load",
                places.getClass().getName(),
                place,
                folder.resolve("home").toString(),
                Scenario.EVERYTHING.name(),
                "1",
                input.toString()));
        Process first = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("first.log").toFile())
                .start();
        int code = first.waitFor();
        places.drop(place);
        if (code != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("first.log")));
        }
    }

    private Path archive() {
        return folder.resolve("classes.jsa");
    }

    /** The command that starts a child that runs {@link ChildMain}, up to its arguments. */
    public List<String> command(String... moreOptions) {
        return command(ChildMain.class, moreOptions);
    }

    /** The command that starts a child, up to its arguments. */
    List<String> command(Class<?> main, String... moreOptions) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        if (Files.exists(archive())) {
            command.add("-XX:SharedArchiveFile=" + archive());
        }
        command.addAll(List.of(moreOptions));
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }
}
