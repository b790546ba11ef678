package dev.pipette.spi;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.function.Consumer;

/** One destination, reachable but not held: it is open only while a session is. */
public interface DestinationClient {
    /** Says which destination this is, for people, without secrets: {@code duckdb scratch.duckdb}. */
    String describe();

    /** Says which destination this is, for comparison: two clients of one database have one identity. */
    String identity();

    /**
     * Whether an identity that was noted earlier names this database. It need not be equal: another name of this machine
     * or a symbolic link names the same one. Asks no server.
     */
    default boolean isNamed(String identity) {
        return identity().equals(identity);
    }

    /**
     * Whether an identity that was noted earlier certainly names another database, which is still there: then two datasets
     * of one id are copies. Asks no server; false where only a server would know.
     */
    default boolean isBeside(String identity) {
        return false;
    }

    /**
     * How another process reaches it, without secrets, as {@code Destination.parse} reads it; by default the identity.
     */
    default String address() {
        return identity();
    }

    /** Names the type as dlt's state document does: {@code dlt.destinations.duckdb}. */
    String dltType();

    /** The longest identifier, in bytes. */
    int maxIdentifierLength();

    /** Whether the destination exists at all; false only where opening it for writing would make it. */
    boolean exists();

    /** Whether people delete the whole destination to start again, as they do with a file, and loads make it again. */
    default boolean isMadeByLoads() {
        return false;
    }

    /** What a person should know of the way in which it is connected, one sentence each; reported with each load. */
    default List<String> hints() {
        return List.of();
    }

    /**
     * Looks, in order, at what a load needs, and leaves nothing behind. What depends on something that failed is skipped.
     */
    default List<Check> diagnose() {
        try (DestinationSession session = open(Access.READ)) {
            return List.of(Check.ok("open", "it opens"));
        } catch (PipetteException failed) {
            return List.of(Check.failed("open", String.valueOf(failed.getMessage()), ""));
        }
    }

    /**
     * Opens a session, waiting up to the configured lock timeout while another process holds the destination.
     *
     * @throws dev.pipette.error.PipetteException DESTINATION_LOCKED after the wait, DESTINATION_FAILED when it cannot be opened
     */
    DestinationSession open(Access access);

    /**
     * Opens a session, as {@link #open(Access)} does.
     *
     * @param waiting gets who holds the destination, before the wait; by default nothing
     */
    default DestinationSession open(Access access, Consumer<String> waiting) {
        return open(access);
    }

    /**
     * Opens a session of a destination that does not {@link #exists() exist} as the first load would find it: empty. Nothing is
     * made. Plans ask for it; by default there is none.
     *
     * @throws PipetteException NOT_INSTALLED where there is none
     */
    default DestinationSession openMissing() {
        throw new PipetteException(
                ErrorCode.NOT_INSTALLED,
                describe() + " does not exist yet, and this kind of destination cannot tell what a first load would do."
                        + " Load once; after that, plans can be made.");
    }

    /** What a session may do. */
    enum Access {
        /** Reading, and nothing else: the engine refuses whatever would write. A destination that does not exist is not made. */
        READ,
        /** A person's own reading and writing, beside loads; a destination that does not exist is not made. */
        EDIT,
        /** Reading and writing; a destination that does not exist is made. */
        WRITE
    }
}
