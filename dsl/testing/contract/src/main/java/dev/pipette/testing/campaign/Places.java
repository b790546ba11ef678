package dev.pipette.testing.campaign;

import dev.pipette.Destination;
import java.lang.reflect.Constructor;
import java.nio.file.Path;

/**
 * Destinations for processes that are killed. Each is named by a text, its place, which a child process understands as
 * well: it makes a {@code Places} of its own by the constructor without parameters.
 */
public interface Places {
    /**
     * Makes a place that holds nothing.
     *
     * @param folder for a destination that is a file; it exists
     */
    String make(Path folder);

    /** Makes a place that holds what another one holds, which nobody uses at this time. */
    String copy(String place, Path folder);

    /** Deletes a place. */
    void drop(String place);

    /** The destination at a place. */
    Destination destination(String place);

    /** What in a place is its own, so that a working folder that has it replaced belongs to another place. */
    default String own(String place) {
        return place;
    }

    /** Whether the destination can end the connections to a place. */
    default boolean endsConnections() {
        return false;
    }

    /** Ends all connections to a place. */
    default void endConnections(String place) {
        throw new UnsupportedOperationException();
    }

    /** An instance of a class by its name. */
    static Places named(String className) {
        try {
            Constructor<?> constructor = Class.forName(className).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Places) constructor.newInstance();
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
