package dev.pipette.engine.folder;

import dev.pipette.dlt.Digest128;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The working folders of all pipelines. A pipeline has the folder of its name. Where that one belongs to a pipeline of the
 * same name into another file, as {@code quakes.duckdb} in two folders gives, the second has {@code NAME@KEY}; the key is a
 * digest of its destination.
 */
public final class WorkingFolders {
    private static final char SEPARATOR = '@';
    private static final int KEY_LENGTH = 6;

    private final Path all;

    private WorkingFolders(Path home) {
        this.all = home.resolve("pipelines").toAbsolutePath().normalize();
    }

    /** The working folder of a pipeline, with its name. */
    public record Named(String pipeline, WorkingFolder folder) {}

    /** The folder of a pipeline into a destination; it need not exist. */
    public static WorkingFolder of(Path home, String pipeline, DestinationClient client) {
        return new WorkingFolders(home).chosen(pipeline, client);
    }

    /** All that exist, in the order of their names. */
    public static List<Named> in(Path home) {
        return new WorkingFolders(home).existing();
    }

    /** Those of one name that exist, the one without a key first. */
    public static List<WorkingFolder> of(Path home, String pipeline) {
        return new WorkingFolders(home).named(pipeline);
    }

    private WorkingFolder chosen(String pipeline, DestinationClient client) {
        WorkingFolder plain = new WorkingFolder(all.resolve(pipeline));
        List<WorkingFolder> existing = named(pipeline);
        if (existing.isEmpty()) {
            return plain;
        }
        List<Predicate<WorkingFolder>> rules = List.of(
                folder -> folder.binding()
                        .filter(bound -> client.isNamed(bound.destination()))
                        .isPresent(),
                folder -> folder.knows(client),
                folder -> folder.binding()
                        .filter(bound -> client.isBeside(bound.destination()))
                        .isEmpty());
        return rules.stream()
                .flatMap(rule -> existing.stream().filter(folder -> readable(rule, folder)))
                .findFirst()
                .orElseGet(() -> existing.contains(plain) ? keyed(pipeline, client) : plain);
    }

    /** What is broken in a folder is reported when something works in it. */
    private static boolean readable(Predicate<WorkingFolder> rule, WorkingFolder folder) {
        try {
            return rule.test(folder);
        } catch (PipetteException broken) {
            return false;
        }
    }

    private WorkingFolder keyed(String pipeline, DestinationClient client) {
        String key = Digest128.of(client.identity(), KEY_LENGTH).replaceAll("[^A-Za-z0-9]", "0");
        return new WorkingFolder(all.resolve(pipeline + SEPARATOR + key));
    }

    private List<WorkingFolder> named(String pipeline) {
        return existing().stream()
                .filter(found -> found.pipeline().equals(pipeline))
                .map(Named::folder)
                .toList();
    }

    private List<Named> existing() {
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(all)) {
            List<Named> existing = new ArrayList<>();
            folders.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Path::getFileName))
                    .forEach(path -> existing.add(new Named(pipeline(path), new WorkingFolder(path))));
            return existing;
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", all, failed);
        }
    }

    private static String pipeline(Path path) {
        String name = path.getFileName().toString();
        int key = name.indexOf(SEPARATOR);
        return key < 0 ? name : name.substring(0, key);
    }

    /** The one of these that a person in a folder means: the only one, or the only one whose file is in that folder. */
    public static Optional<WorkingFolder> meant(List<WorkingFolder> folders, Predicate<String> isNear) {
        if (folders.size() == 1) {
            return Optional.of(folders.getFirst());
        }
        List<WorkingFolder> near = folders.stream()
                .filter(folder -> folder.binding()
                        .filter(bound -> isNear.test(bound.destination()))
                        .isPresent())
                .toList();
        return near.size() == 1 ? Optional.of(near.getFirst()) : Optional.empty();
    }
}
