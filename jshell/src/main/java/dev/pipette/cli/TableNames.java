package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The default table that files are loaded into. */
final class TableNames {
    private static final String GLOB_CHARACTERS = "*?[{";

    /** A user and a password in an address, which do not belong into a name. */
    private static final Pattern LOGIN = Pattern.compile("(^|/)[^/@:]*:[^/]*@");

    private static final Pattern WEB_ADDRESS = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);

    private TableNames() {}

    /**
     * Returns the name that all patterns lead to.
     *
     * @throws PipetteException BAD_USAGE when they lead to different names
     */
    static String of(List<String> patterns) {
        String name = of(patterns.getFirst());
        for (String pattern : patterns) {
            if (!of(pattern).equals(name)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        patterns.size() + " paths are given (" + patterns.getFirst() + ", " + patterns.get(1)
                                + (patterns.size() > 2 ? " .." : "")
                                + "), and all of them are loaded into one table. Name"
                                + " it with --table.");
            }
        }
        return name;
    }

    /**
     * Tells the table's name from a path or glob: {@code orders} for {@code in/orders.csv.gz}, for
     * {@code in/orders-*.csv} and for {@code orders/2025/*.csv} the last folder, {@code 2025}.
     *
     * @throws PipetteException BAD_USAGE when the path has no name to take
     */
    static String of(String given) {
        String pattern = LOGIN.matcher(given).replaceFirst("$1");
        if (WEB_ADDRESS.matcher(pattern).find()) {
            String path = pattern.replaceFirst("[?#].*$", "").replaceFirst("^[^:]*://[^/]*/?", "");
            return required(withoutEndings(decoded(path.substring(path.lastIndexOf('/') + 1))), pattern);
        }
        String[] segments = pattern.split("/", -1);
        String last = segments[segments.length - 1];
        if (!isGlob(pattern) || exists(pattern)) {
            return required(withoutEndings(last), pattern);
        }
        int glob = firstGlobCharacter(last);
        String start = glob < 0 ? withoutEndings(last) : last.substring(0, glob).replaceAll("[^\\p{L}\\p{N}]+$", "");
        if (!start.isBlank()) {
            return start;
        }
        for (int at = segments.length - 2; at >= 0; at--) {
            String folder = segments[at];
            if (!isGlob(folder) && !folder.isBlank() && !folder.equals(".") && !folder.equals("..")) {
                return folder;
            }
        }
        return required("", pattern);
    }

    /** A name of an address, where {@code %20} is a space. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }

    private static String required(String name, String pattern) {
        if (name.isBlank()) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "'" + pattern + "' names no table. Name it with --table.");
        }
        return name;
    }

    private static boolean isGlob(String text) {
        return firstGlobCharacter(text) >= 0;
    }

    private static int firstGlobCharacter(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (GLOB_CHARACTERS.indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private static boolean exists(String pattern) {
        try {
            return Files.exists(Path.of(pattern));
        } catch (InvalidPathException glob) {
            return false;
        }
    }

    private static String withoutEndings(String name) {
        String plain = name.replaceFirst("(?i)\\.(gz|zst)$", "");
        int dot = plain.lastIndexOf('.');
        return dot < 0 ? plain : plain.substring(0, dot);
    }
}
