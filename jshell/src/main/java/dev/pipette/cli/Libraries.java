package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Jars that snippets and programs use besides Pipette: files, and libraries of Maven repositories with all that they need.
 *
 * <pre>{@code
 * List<Path> own = Libraries.files(List.of("lib/*.jar", "build/classes"));
 * List<Path> csv = Libraries.resolved(List.of("org.apache.commons:commons-csv:1.14.1"), System.err::println);
 * }</pre>
 */
public final class Libraries {
    /** Set by the launcher: the jars of Maven's resolver, in a folder of their own. */
    static final String RESOLVER = "pipette.resolver.classpath";

    private static final String RESOLVER_CLASS = "dev.pipette.cli.libraries.MavenLibraries";
    private static final String WORD = "[\\w.+-]+";
    private static final Pattern COORDINATES =
            Pattern.compile(WORD + ":" + WORD + "(?::" + WORD + "(?::" + WORD + ")?)?:" + WORD);

    private Libraries() {}

    /**
     * Files by their names: a jar, a folder of classes, or {@code FOLDER/*.jar}.
     *
     * @throws PipetteException BAD_USAGE for a name that names nothing
     */
    public static List<Path> files(List<String> words) {
        List<Path> found = new ArrayList<>();
        for (String word : words) {
            found.addAll(files(word));
        }
        return found;
    }

    private static List<Path> files(String word) {
        try {
            Path path = Path.of(word).toAbsolutePath().normalize();
            if (Files.exists(path)) {
                return List.of(path);
            }
            List<Path> found = matching(path);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (InvalidPathException none) {
            // a pattern that is not a path on this system names nothing
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "there is no file " + Path.of("").toAbsolutePath().resolve(word).normalize()
                        + ". Name a jar, a folder of classes, or FOLDER/*.jar.");
    }

    private static List<Path> matching(Path pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        Path folder = pattern.getParent();
        String name = String.valueOf(pattern.getFileName());
        if (folder != null && Files.isDirectory(folder) && name.contains("*")) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name)) {
                files.forEach(found::add);
            }
        }
        found.sort(null);
        return found;
    }

    /**
     * Libraries by their coordinates, {@code GROUP:ARTIFACT:VERSION}, and all that they need, from the local repository or, where it
     * does not have them, from those that Maven's settings name.
     *
     * @param progress gets a line for each file that is downloaded
     * @throws PipetteException BAD_USAGE where there is no such library, SOURCE_UNAVAILABLE where no repository answers
     */
    public static List<Path> resolved(List<String> coordinates, Consumer<String> progress) {
        for (String library : coordinates) {
            if (!COORDINATES.matcher(library).matches()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + library + "' does not name a library. Write GROUP:ARTIFACT:VERSION, for example"
                                + " org.apache.commons:commons-csv:1.14.1");
            }
        }
        return coordinates.isEmpty() ? List.of() : resolver().apply(coordinates, progress);
    }

    private static BiFunction<List<String>, Consumer<String>, List<Path>> resolver() {
        return (coordinates, progress) -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            try {
                ClassLoader loader = loader();
                thread.setContextClassLoader(loader);
                return resolve(loader, coordinates, progress);
            } catch (IllegalArgumentException unknown) {
                throw new PipetteException(ErrorCode.BAD_USAGE, String.valueOf(unknown.getMessage()), unknown);
            } catch (IllegalStateException unreachable) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNAVAILABLE, String.valueOf(unreachable.getMessage()), unreachable);
            } finally {
                thread.setContextClassLoader(before);
            }
        };
    }

    @SuppressWarnings("unchecked") // the class is one of this build
    private static List<Path> resolve(ClassLoader loader, List<String> coordinates, Consumer<String> progress) {
        try {
            Object resolver = loader.loadClass(RESOLVER_CLASS).getConstructor().newInstance();
            return ((BiFunction<List<String>, Consumer<String>, List<Path>>) resolver).apply(coordinates, progress);
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "this build cannot resolve libraries. Build Pipette again.", missing);
        }
    }

    /** The class that resolves, Maven's resolver and the JDK; in tests, where all is on one class path, that one. */
    private static ClassLoader loader() {
        String jars = System.getProperty(RESOLVER, "");
        ClassLoader own = Libraries.class.getClassLoader();
        if (jars.isEmpty()) {
            return own;
        }
        List<URL> urls = new ArrayList<>();
        try {
            urls.add(Libraries.class.getProtectionDomain().getCodeSource().getLocation());
            for (Path jar : files(List.of(jars.split(Pattern.quote(File.pathSeparator))))) {
                urls.add(jar.toUri().toURL());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new URLClassLoader("resolver", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
