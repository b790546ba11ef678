package dev.pipette.engine.extract;

import dev.pipette.spi.FileLocation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The location of archives, and which of their members are meant: {@code exports/*.zip!/2024/*.csv}.
 *
 * @param archives where they are
 * @param members a pattern of the members' names; empty where a location names none
 */
record ArchiveName(FileLocation archives, Optional<String> members) {
    /** Between an archive and its member, as in addresses of Java. */
    static final String MEMBER = "!/";

    /** Between an archive and the pattern of its members, in the ledger's entry of the archive itself. */
    static final String REMEMBERED = "!";

    /** All members that are not hidden. */
    static final String ALL = "**";

    private static final List<String> ENDINGS = List.of(".zip", ".tar", ".tar.gz", ".tgz", ".tar.zst");

    /** Whether a file of this name is an archive. */
    static boolean isArchive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    /** The parts of a location. */
    static ArchiveName of(FileLocation location) {
        String pattern = location.pattern();
        for (int at = pattern.indexOf(MEMBER); at >= 0; at = pattern.indexOf(MEMBER, at + 1)) {
            String archive = pattern.substring(0, at);
            if (isArchive(location.scheme().startsWith("http") ? archive.replaceFirst("[?#].*", "") : archive)) {
                return new ArchiveName(
                        new FileLocation(archive, location.settings(), location.secrets()),
                        Optional.of(pattern.substring(at + MEMBER.length())));
            }
        }
        return new ArchiveName(location, Optional.empty());
    }
}
