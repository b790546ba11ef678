package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FolderAdvice;
import dev.pipette.spi.Glob;
import dev.pipette.spi.SourceFormat;
import dev.pipette.text.NearestName;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the files of this machine that match a pattern, in order of their names, and the format that reads each. */
final class LocalFiles {
    private static final Pattern PACKED = Pattern.compile("\\.(?:gz|zst)$");

    /** Formats in modules of their own, by their names, which are their endings too. */
    private static final Map<String, String> MODULES = Map.of("avro", "pipette-avro", "xlsx", "pipette-excel");

    private LocalFiles() {}

    /** The formats on the class path: looking for them again for each of many files takes longer than reading it. */
    private static final class Formats {
        private static final List<SourceFormat> FOUND =
                ServiceLoader.load(SourceFormat.class, LocalFiles.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    /**
     * The files that a pattern means.
     *
     * @throws PipetteException SOURCE_MISSING when a path does not exist
     */
    static List<Path> paths(String resource, String pattern) {
        Path direct = direct(pattern);
        if (Files.isRegularFile(direct)) {
            return List.of(direct);
        }
        if (Files.isDirectory(direct)) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "resource " + resource + ": " + FolderAdvice.of(pattern));
        }
        Glob glob = Glob.of(resource, pattern);
        if (glob.isName()) {
            Path named = direct(glob.prefix());
            if (Files.isRegularFile(named)) {
                return List.of(named);
            }
            throw new PipetteException(
                    ErrorCode.SOURCE_MISSING,
                    "resource " + resource + ": there is no file " + named.toAbsolutePath() + ". Correct the path.");
        }
        Path folder = Path.of(glob.folder());
        return Files.isDirectory(folder) ? matching(folder, glob) : List.of();
    }

    /** An error for a pattern that means no file. */
    static PipetteException none(String resource, String pattern) {
        Path folder = Path.of(Glob.of(resource, pattern).folder());
        return new PipetteException(
                ErrorCode.SOURCE_MISSING,
                "resource " + resource + ": no file matches " + pattern + " (looked in " + folder.toAbsolutePath()
                        + "). Correct the pattern, or wait for the files.");
    }

    private static Path direct(String pattern) {
        try {
            return Path.of(pattern);
        } catch (java.nio.file.InvalidPathException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + pattern.replace('\0', '?') + "' is not a path: " + failed.getReason() + ".",
                    failed);
        }
    }

    private static List<Path> matching(Path folder, Glob glob) {
        try {
            // a walk does not enter a link that it starts from
            Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
            try (Stream<Path> files = Files.walk(start, glob.isInOneFolder() ? 1 : Integer.MAX_VALUE)) {
                return files.map(start::relativize)
                        .filter(file -> glob.matches(glob.folder() + slashes(file)))
                        .map(folder::resolve)
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
            }
        } catch (UncheckedIOException failed) {
            throw unlisted(folder, Objects.requireNonNull(failed.getCause()));
        } catch (IOException failed) {
            throw unlisted(folder, failed);
        }
    }

    private static String slashes(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }

    private static PipetteException unlisted(Path folder, IOException failed) {
        return new PipetteException(
                ErrorCode.SOURCE_MISSING, folder + " cannot be listed: " + failed.getMessage() + ".", failed);
    }

    /**
     * The format that reads a file of this name.
     *
     * @param asked name of a format; empty to take it from the file's name
     */
    static SourceFormat format(String resource, Path file, String asked) {
        List<SourceFormat> formats = Formats.FOUND;
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String plain = PACKED.matcher(name).replaceFirst("");
        for (SourceFormat format : formats) {
            if (asked.isEmpty() ? format.recognizes(plain) : format.name().equals(asked)) {
                return format;
            }
        }
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            String missing = module.getKey();
            if (asked.isEmpty() ? plain.endsWith("." + missing) : asked.equals(missing)) {
                throw new PipetteException(
                        ErrorCode.NOT_INSTALLED,
                        "resource " + resource + ": nothing on the class path reads files of the format " + missing
                                + ". Add the dependency dev.pipette:" + module.getValue() + ".");
            }
        }
        String known = formats.stream().map(SourceFormat::name).sorted().collect(Collectors.joining(", "));
        if (known.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.NOT_INSTALLED,
                    "nothing on the class path reads files. Add the dependency dev.pipette:pipette-files.");
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                asked.isEmpty()
                        ? "resource " + resource + ": the name of " + file
                                + " has no known extension. Give the format with --format or "
                                + "files(pattern, format): " + known
                                + "."
                        : "resource " + resource + ": there is no format '" + asked + "'. Formats are " + known + "."
                                + NearestName.question(asked, List.of(known.split(", "))));
    }
}
