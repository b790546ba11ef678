package dev.pipette.spi;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says which glob names the files of a folder, where the folder itself is given.
 *
 * <pre>{@code
 * FolderAdvice.of("data/daily");
 * // data/daily is a folder. Name the files in it with a glob in quotes: 'data/daily/*.{csv,csv.gz}' matches 300 files.
 * }</pre>
 */
public final class FolderAdvice {
    /** Levels of folders that are looked into. */
    private static final int LEVELS = 3;

    private static final int MOST_ENTRIES = 10_000;

    private final List<SourceFormat> formats =
            ServiceLoader.load(SourceFormat.class, FolderAdvice.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
    private final Set<String> endings = new TreeSet<>();
    private final List<Path> files = new ArrayList<>();
    private final Path folder;
    private boolean whole = true;
    private int entries;

    private FolderAdvice(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns sentences that name the folder, and the glob that matches all files in it whose names have the ending of a
     * format. It looks into three levels of folders and at no more than 10,000 entries.
     */
    public static String of(String folder) {
        FolderAdvice advice = new FolderAdvice(real(Path.of(folder)));
        advice.look();
        return folder + " is a folder. " + advice.text(folder.replaceFirst("/+$", ""));
    }

    /** A walk does not enter a link that it starts from. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException unreadable) {
            return folder;
        }
    }

    private String text(String named) {
        String place = named.replaceAll("[*?\\[{\\\\]", "\\\\$0");
        if (files.isEmpty()) {
            return "No file " + (whole ? "in it" : "in what was looked at of it")
                    + " has the ending of a format that Pipette reads. Name the files with a glob in quotes like '"
                    + place
                    + "/*.txt', and their format with files(.., \"csv\") (--format csv).";
        }
        String glob = place
                + (inSubfolders() ? "/**/*" : "/*")
                + (endings.size() == 1 ? endings.iterator().next() : ".{" + alternatives() + "}");
        return "Name the files in it with a glob in quotes: '" + glob + "' matches " + (whole ? "" : "at least ")
                + (files.size() == 1 ? "1 file." : String.format(Locale.ROOT, "%,d files.", files.size()));
    }

    private String alternatives() {
        return String.join(
                ",", endings.stream().map(ending -> ending.substring(1)).toList());
    }

    private boolean inSubfolders() {
        return files.stream().anyMatch(file -> !folder.equals(file.getParent()));
    }

    private void look() {
        try {
            Path _ = Files.walkFileTree(folder, Set.of(), LEVELS, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) {
                    return !place.equals(folder) && isHidden(place)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    return seen(file, attributes.isDirectory());
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                    whole = false;
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            whole = false;
        }
    }

    private FileVisitResult seen(Path file, boolean isDeeperFolder) {
        if (++entries > MOST_ENTRIES) {
            whole = false;
            return FileVisitResult.TERMINATE;
        }
        if (isDeeperFolder) {
            whole = false;
        } else if (!isHidden(file) && Files.isRegularFile(file)) {
            String ending = ending(file.getFileName().toString());
            if (!ending.isEmpty()) {
                files.add(file);
                endings.add(ending);
            }
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    /** With its dot, and that of a compression; empty where no format has files of such a name. */
    private String ending(String name) {
        String plain = name.replaceFirst("(?i)\\.(gz|zst)$", "");
        int dot = plain.lastIndexOf('.');
        boolean known = formats.stream().anyMatch(format -> format.recognizes(plain.toLowerCase(Locale.ROOT)));
        return known && dot >= 0 ? name.substring(dot) : "";
    }
}
