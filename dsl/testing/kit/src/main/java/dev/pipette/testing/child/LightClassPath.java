package dev.pipette.testing.child;

import java.io.BufferedOutputStream;
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
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * The class path of this JVM, made light for processes: DuckDB's library of 70 MB, which its driver would unpack at every
 * start, is unpacked once, and folders become jars, because the JVM's archive of loaded classes needs jars.
 *
 * <pre>{@code
 * String classPath = LightClassPath.in(folder);
 * }</pre>
 */
public final class LightClassPath {
    private static final String NATIVE = "libduckdb_java";

    private LightClassPath() {}

    /**
     * Makes it.
     *
     * @param folder an empty folder for jars and the library; it must be there as long as a process runs
     */
    public static String in(Path folder) {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.exists(path)) { // a module of tests alone has no folder of its own classes, which jshell refuses
                entries.add(light(path, folder.resolve(entries.size() + ".jar")));
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String light(Path entry, Path jar) {
        try {
            if (Files.isDirectory(entry)) {
                jarOf(entry, jar);
                return jar.toString();
            }
            boolean duckDb = entry.getFileName().toString().startsWith("duckdb_jdbc");
            return duckDb && unpackNative(entry, jar) ? jar.toString() : entry.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** These jars live as long as the tests: to pack them takes longer than it ever saves. */
    private static JarOutputStream uncompressed(OutputStream file) throws IOException {
        JarOutputStream jar = new JarOutputStream(new BufferedOutputStream(file));
        jar.setLevel(Deflater.NO_COMPRESSION);
        return jar;
    }

    private static void jarOf(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = uncompressed(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }

    /**
     * Splits DuckDB's jar into this machine's library and a jar without libraries: its driver then loads the library that
     * is beside the jar.
     */
    private static boolean unpackNative(Path jar, Path slim) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceFirst("^mac.*", "macos");
        String processor =
                System.getProperty("os.arch").replace("x86_64", "amd64").replace("aarch64", "arm64");
        try (JarFile source = new JarFile(jar.toFile())) {
            JarEntry library = source.getJarEntry(NATIVE + ".so_" + system + "_" + processor);
            if (library == null) {
                return false;
            }
            try (InputStream in = source.getInputStream(library)) {
                Files.copy(in, slim.resolveSibling(library.getName()));
            }
            copyWithoutLibraries(source, slim);
            return true;
        }
    }

    private static void copyWithoutLibraries(JarFile source, Path slim) throws IOException {
        try (OutputStream file = Files.newOutputStream(slim);
                JarOutputStream out = uncompressed(file)) {
            for (JarEntry entry : source.stream()
                    .filter(one -> !one.getName().startsWith(NATIVE) && !one.isDirectory())
                    .toList()) {
                out.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream in = source.getInputStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
    }
}
