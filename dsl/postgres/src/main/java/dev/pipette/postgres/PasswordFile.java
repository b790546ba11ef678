package dev.pipette.postgres;

import dev.pipette.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A password file of libpq ("The Password File" in PostgreSQL's manual): lines of {@code host:port:database:user:password},
 * of which the first that matches counts. A backslash takes the meaning from the character after it, {@code *} matches
 * everything. The driver reads such a file too, but also one that others can read, and it does not say which line it took.
 */
record PasswordFile(Path path) {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /** A password, and the number of its line. */
    record Line(int number, Secret password) {}

    boolean exists() {
        return Files.exists(path);
    }

    /** Why libpq would not use the file, and what to do; empty where it would. */
    Optional<String> objection() {
        if (!Files.isRegularFile(path)) {
            return Optional.of(path + " is ignored, because it is not a plain file");
        }
        if (!Files.isReadable(path)) {
            return Optional.of(path + " is ignored, because this user cannot read it");
        }
        return isOpenToOthers()
                ? Optional.of(path + " is ignored, because others can read it: run chmod 600 " + path)
                : Optional.empty();
    }

    private boolean isOpenToOthers() {
        try {
            return Files.getPosixFilePermissions(path).stream().anyMatch(OF_OTHERS::contains);
        } catch (UnsupportedOperationException noSuchRights) {
            return false; // as libpq on Windows
        } catch (IOException gone) {
            return true;
        }
    }

    /** The password of the first line that matches; empty where none does, or its password is empty. */
    Optional<Line> line(String host, int port, String database, String user) throws IOException {
        List<String> wanted = List.of(host, String.valueOf(port), database, user);
        List<String> lines = new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index);
            Optional<String> password = line.startsWith("#") ? Optional.empty() : password(line, wanted);
            if (password.isPresent()) {
                int number = index + 1;
                return password.filter(text -> !text.isEmpty()).map(text -> new Line(number, Secret.of(text)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> password(String line, List<String> wanted) {
        int at = 0;
        for (String field : wanted) {
            at = behind(line, at, field, at == 0);
            if (at < 0) {
                return Optional.empty();
            }
        }
        StringBuilder password = new StringBuilder();
        for (; at < line.length() && line.charAt(at) != ':'; at++) {
            if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                at++;
            }
            password.append(line.charAt(at));
        }
        return Optional.of(password.toString());
    }

    /**
     * Where the next field begins, when the one that begins here matches; otherwise -1. As in libpq, a colon of the
     * text that is looked for needs no backslash in the file: the addresses of IPv6 have some.
     *
     * @param ignoreCase for the host
     */
    private static int behind(String line, int start, String wanted, boolean ignoreCase) {
        if (line.startsWith("*:", start)) {
            return start + 2;
        }
        int at = start;
        for (int matched = 0; at < line.length(); matched++, at++) {
            if (line.charAt(at) == ':' && matched == wanted.length()) {
                return at + 1;
            }
            if (line.charAt(at) == '\\') {
                at++;
            }
            if (at == line.length()
                    || matched == wanted.length()
                    || !line.regionMatches(ignoreCase, at, wanted, matched, 1)) {
                return -1;
            }
        }
        return -1;
    }
}
