package dev.pipette.engine.folder;

import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.spi.DestinationClient;

/**
 * A dataset as this machine reaches it now, for comparison with what earlier runs noted: the same database has several
 * names (another name of the host, a pooler's port, a symbolic link), and a copy of a dataset has the same id.
 *
 * @param client how it is reached
 * @param dataset its name
 * @param identity which dataset it is
 */
public record DatasetPlace(DestinationClient client, String dataset, DatasetIdentity identity) {
    /** How a dataset that was noted earlier relates to this one. */
    public enum Relation {
        /** It is this one. */
        SAME,
        /** One is a copy of the other: what was committed before the copy was made is in both. */
        COPY,
        /** It is another one. */
        OTHER
    }

    /** How the dataset that a package was made for relates to this one. */
    public Relation relation(Manifest manifest) {
        return relation(manifest.destination(), manifest.dataset(), manifest.identity());
    }

    /**
     * How a dataset that was noted earlier relates to this one.
     *
     * @param destination the identity of its destination
     */
    public Relation relation(String destination, String name, DatasetIdentity noted) {
        if (!name.equals(dataset)) {
            return Relation.OTHER;
        }
        boolean sameId = identity.hasIdOf(noted);
        boolean anotherDatabase = identity.isInAnotherDatabaseThan(noted);
        if (client.isNamed(destination)) {
            // one name may lead to different databases, as the local end of a tunnel does
            return anotherDatabase && !sameId ? Relation.OTHER : Relation.SAME;
        }
        if (identity.isInDatabaseOf(noted)) {
            return Relation.SAME;
        }
        if (!sameId) {
            return Relation.OTHER;
        }
        return anotherDatabase || client.isBeside(destination) ? Relation.COPY : Relation.SAME;
    }

    /** Whether a dataset that was noted earlier is this one. */
    boolean isHere(String destination, String name, DatasetIdentity noted) {
        return relation(destination, name, noted) == Relation.SAME;
    }
}
