package dev.pipette.archives;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.Glob;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of the members of one archive: which of them are meant, and that each is one inside it. */
final class MemberNames {
    private final String archive;
    private final Glob meant;
    private final Set<String> seen = new HashSet<>();

    MemberNames(String archive, Glob meant) {
        this.archive = archive;
        this.meant = meant;
    }

    /** A name without what says that it begins in the archive's folder. */
    static String of(String name) {
        String plain = name;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        return plain;
    }

    /**
     * Whether a member is meant.
     *
     * @throws PipetteException SOURCE_UNREADABLE for a name that leads out of the archive, and for one that two members have
     */
    boolean isMeant(String name) {
        List<String> parts = List.of(name.split("[/\\\\]", -1));
        boolean leadsOut = name.startsWith("/") || parts.contains("..") || name.indexOf('\0') >= 0;
        // wildcards do not match folders that begin with a dot
        if (!meant.matches(leadsOut ? visible(parts) : name)) {
            return false;
        }
        if (leadsOut) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    archive + ": the name of the member '" + name.replace('\0', '?')
                            + "' leads out of the archive. Nothing of it was loaded. Have the archive made without such"
                            + " names, or name other members behind !/.");
        }
        if (!seen.add(name)) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    archive + " has two members with the name '" + name
                            + "'. Nothing of it was loaded. Have the archive made with one, or unpack it and load the"
                            + " file that is right.");
        }
        return true;
    }

    private static String visible(List<String> parts) {
        return parts.stream()
                .filter(part -> !part.isEmpty())
                .map(part -> part.equals("..") ? "up" : part)
                .collect(Collectors.joining("/"));
    }
}
