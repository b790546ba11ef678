package dev.pipette.notebook;

import dev.pipette.notebook.JavadocComment.Declared;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The sources of classes outside the JDK: of {@code some-1.0.jar} on the class path those in {@code some-1.0-sources.jar} beside
 * it, as Maven and Gradle put them there.
 */
final class SourceJars {
    private static final String JAR = ".jar";

    private final Set<Path> sources = new LinkedHashSet<>();

    /** Those of a class path. */
    static SourceJars of(String classPath) {
        SourceJars jars = new SourceJars();
        Stream.of(classPath.split(File.pathSeparator)).map(Path::of).forEach(jars::add);
        return jars;
    }

    /** Looks beside a jar that is added to the class path. */
    void add(Path jar) {
        String name = String.valueOf(jar.getFileName());
        if (name.endsWith(JAR)) {
            Path beside = jar.resolveSibling(name.substring(0, name.length() - JAR.length()) + "-sources" + JAR);
            if (Files.isRegularFile(beside)) {
                sources.add(beside);
            }
        }
    }

    /** The Javadoc of what a signature of JShell names; empty also where two classes of that name have it. */
    Optional<String> javadoc(String signature) {
        Optional<Declared> declared = sources.isEmpty() ? Optional.empty() : Declared.of(signature);
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        List<String> found = sources.stream()
                .flatMap(jar -> files(jar, declared.get().file()).stream())
                .flatMap(source -> JavadocComment.in(source, declared.get()).stream())
                .distinct()
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The texts of all files of a jar whose path ends with this one. */
    private static List<String> files(Path jar, String path) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry ->
                            entry.getName().equals(path) || entry.getName().endsWith("/" + path))
                    .toList();
            return entries.stream().flatMap(entry -> text(zip, entry).stream()).toList();
        } catch (IOException unreadable) {
            return List.of(); // then there is the signature only
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
