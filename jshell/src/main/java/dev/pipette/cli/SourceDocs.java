package dev.pipette.cli;

import dev.pipette.cli.JavadocComment.Declared;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The Javadoc of classes outside the JDK, where their source code is there; JShell knows that of the JDK only. Pipette's own is in the
 * folders of a checkout. That of {@code some-1.0.jar} on the class path is in {@code some-1.0-sources.jar} beside it, as Maven and
 * Gradle put it there.
 *
 * <pre>{@code
 * SourceDocs.usual().of("LoadInfo Pipeline.run(Resource... resources)");
 * }</pre>
 */
final class SourceDocs {
    /** Set by the launcher: folders of source code. */
    static final String SOURCES = "pipette.sources";

    private static final String JAR = ".jar";

    private final List<Path> folders;
    private final Set<Path> jars = new LinkedHashSet<>();

    SourceDocs(List<Path> folders) {
        this.folders = folders;
    }

    /** Those of this build, and of the class path. */
    static SourceDocs usual() {
        SourceDocs docs = new SourceDocs(paths(System.getProperty(SOURCES, ""))
                .filter(Files::isDirectory)
                .toList());
        paths(System.getProperty("java.class.path")).forEach(docs::add);
        return docs;
    }

    private static Stream<Path> paths(String joined) {
        return Arrays.stream(joined.split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    /** Looks beside a jar that is added to the class path. */
    void add(Path jar) {
        String name = String.valueOf(jar.getFileName());
        if (name.endsWith(JAR)) {
            Path beside = jar.resolveSibling(name.substring(0, name.length() - JAR.length()) + "-sources" + JAR);
            if (Files.isRegularFile(beside)) {
                jars.add(beside);
            }
        }
    }

    /** The comment of what a signature of JShell names, as it is written; empty also where two classes of that name have one. */
    Optional<String> of(String signature) {
        Optional<Declared> declared = folders.isEmpty() && jars.isEmpty() ? Optional.empty() : Declared.of(signature);
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        String file = declared.get().file();
        List<String> found = Stream.concat(
                        folders.stream().flatMap(folder -> inFolder(folder, file).stream()),
                        jars.stream().flatMap(jar -> inJar(jar, file).stream()))
                .flatMap(source -> JavadocComment.in(source, declared.get()).stream())
                .distinct()
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The texts of all files of a folder whose path ends with this one. */
    private static List<String> inFolder(Path folder, String path) {
        try (Stream<Path> files =
                Files.find(folder, 16, (file, attributes) -> file.endsWith(path), FileVisitOption.FOLLOW_LINKS)) {
            return files.flatMap(file -> text(file).stream()).toList();
        } catch (IOException gone) {
            return List.of(); // then there is the signature only
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The texts of all files of a jar whose path ends with this one. */
    private static List<String> inJar(Path jar, String path) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry ->
                            entry.getName().equals(path) || entry.getName().endsWith("/" + path))
                    .flatMap(entry -> text(zip, entry).stream())
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static Optional<String> text(ZipFile zip, ZipEntry entry) {
        try (InputStream content = zip.getInputStream(entry)) {
            return Optional.of(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
