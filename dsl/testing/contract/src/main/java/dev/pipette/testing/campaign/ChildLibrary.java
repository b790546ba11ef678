package dev.pipette.testing.campaign;

import dev.pipette.testing.folders.MemoryFolders;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of this JVM, made light for children. A plain child would spend 2.4 s of processor time, most of it on
 * reading classes, and leave DuckDB's library of 70 MB, which its driver unpacks at every start, in the temporary folder
 * when it is killed. So the library is unpacked once, folders become jars, and the JVM's archive of loaded classes,
 * which wants jars, is made by one child for the others: 1.2 s.
 */
public final class ChildLibrary {
    private static final String NATIVE = "libduckdb_java";
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
            List<String> entries = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                entries.add(light(folder, Path.of(entry), entries.size()));
            }
            ChildLibrary library = new ChildLibrary(folder, String.join(File.pathSeparator, entries));
            library.archiveClasses(places);
            return library;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String light(Path folder, Path entry, int number) throws IOException {
        Path jar = folder.resolve(number + ".jar");
        if (Files.isDirectory(entry)) {
            jarOf(entry, jar);
            return jar.toString();
        }
        boolean duckDb = entry.getFileName().toString().startsWith("duckdb_jdbc");
        return duckDb && unpackNative(entry, folder, jar) ? jar.toString() : entry.toString();
    }

    private static void jarOf(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }

    /** Splits DuckDB's jar into this machine's library and a jar without libraries, which makes it look for that one. */
    private static boolean unpackNative(Path jar, Path folder, Path slim) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceFirst("^mac.*", "macos");
        String processor =
                System.getProperty("os.arch").replace("x86_64", "amd64").replace("aarch64", "arm64");
        try (JarFile source = new JarFile(jar.toFile())) {
            JarEntry library = source.getJarEntry(NATIVE + ".so_" + system + "_" + processor);
            if (library == null) {
                return false;
            }
            try (InputStream in = source.getInputStream(library)) {
                Files.copy(in, folder.resolve(System.mapLibraryName("duckdb_java")));
            }
            Predicate<JarEntry> wanted = entry -> !entry.getName().startsWith(NATIVE) && !entry.isDirectory();
            try (OutputStream file = Files.newOutputStream(slim);
                    JarOutputStream out = new JarOutputStream(file)) {
                for (JarEntry entry : source.stream().filter(wanted).collect(Collectors.toList())) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream in = source.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
            return true;
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
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Djava.library.path=" + folder));
        if (Files.exists(archive())) {
            command.add("-XX:SharedArchiveFile=" + archive());
        }
        command.addAll(List.of(moreOptions));
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }
}
