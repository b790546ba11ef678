package dev.pipette.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Libraries that a program or a shell has besides Pipette. */
final class LibraryOptions {
    @Option(
            names = "--add",
            paramLabel = "GROUP:ARTIFACT:VERSION",
            description =
                    "Adds a library of a Maven repository, and all that it needs. The local repository and settings.xml of"
                            + " Maven count. May be given several times.")
    private List<String> coordinates = List.of();

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "Adds a jar, a folder of classes, or all of FOLDER/*.jar. May be given several times.")
    private List<String> files = List.of();

    /**
     * All of them as files.
     *
     * @param err where downloads are shown
     */
    List<Path> paths(PrintWriter err) {
        List<Path> found = new ArrayList<>(Libraries.files(files));
        found.addAll(Libraries.resolved(coordinates, line -> {
            err.println("pipette: " + line);
            err.flush();
        }));
        return found;
    }

    /** A class path with more entries. */
    static String classPath(String usual, List<Path> libraries) {
        return libraries.isEmpty()
                ? usual
                : usual
                        + libraries.stream()
                                .map(library -> File.pathSeparator + library)
                                .collect(Collectors.joining());
    }
}
