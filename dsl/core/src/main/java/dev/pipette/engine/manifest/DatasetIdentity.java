package dev.pipette.engine.manifest;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a dataset, whatever name of a host, port or file it is reached by.
 *
 * @param id the dataset's own id, kept in the destination; null where it has none yet
 * @param proposed whether the id is not in the destination yet: the package that carries it writes it
 * @param database which physical database holds it, as the server reports it; null where it reports nothing
 */
public record DatasetIdentity(
        @Nullable String id, boolean proposed, @Nullable String database) {
    /** Of a dataset of which nothing is known. */
    public static final DatasetIdentity UNKNOWN = new DatasetIdentity(null, false, null);

    /** What a package carries: the dataset's own id, or a new one for a dataset that has none. */
    public DatasetIdentity orProposed() {
        return id == null ? new DatasetIdentity(newId(), true, database) : this;
    }

    /** The id that a load writes where the dataset has none. */
    public String idToWrite() {
        return id == null ? newId() : id;
    }

    /** An id that no dataset has yet. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /** The same, after a load wrote or found this id. */
    public DatasetIdentity committedAs(String committed) {
        return new DatasetIdentity(committed, false, database);
    }

    /** Whether this was read from a dataset, and from another one than has this id. */
    public boolean isOfAnotherThan(String other) {
        return id != null && !proposed && !id.equals(other);
    }

    /** Whether both were read from datasets, and not from the same one. */
    public boolean isOfAnotherThan(DatasetIdentity other) {
        return other.id != null && !other.proposed && isOfAnotherThan(other.id);
    }

    public boolean hasIdOf(DatasetIdentity other) {
        return id != null && id.equals(other.id);
    }

    public boolean isInDatabaseOf(DatasetIdentity other) {
        return database != null && database.equals(other.database);
    }

    public boolean isInAnotherDatabaseThan(DatasetIdentity other) {
        return database != null && other.database != null && !database.equals(other.database);
    }
}
