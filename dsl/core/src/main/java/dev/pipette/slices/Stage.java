package dev.pipette.slices;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A place that the processes of a distributed load share: a folder that all of them mount, or a bucket. A file appears whole or not
 * at all. Safe for use by many threads.
 *
 * <p>What is asked for by its key is there as soon as it was put; a list may come late. So only what is tidied is found by a list.
 */
public interface Stage extends AutoCloseable {
    /** Where it is, as another process opens it with {@link Stages#open}. */
    String address();

    /**
     * Puts a small document under a key that has none.
     *
     * @return false where the key has a document, which stays as it is; it may be of this call, where a store's answer was lost and its
     *     client asked again
     */
    boolean putIfAbsent(String key, byte[] content) throws IOException;

    /** Puts a file; one with the same key is replaced. */
    void put(String key, Path file) throws IOException;

    /** Reads a small document; empty where there is none. */
    Optional<byte[]> read(String key) throws IOException;

    /**
     * Fetches a file.
     *
     * @param to a new file
     * @return false where there is none
     */
    boolean fetch(String key, Path to) throws IOException;

    /**
     * The keys that begin so, in any order.
     *
     * @param prefix ends with a slash
     */
    List<String> list(String prefix) throws IOException;

    /** Deletes what there is under some keys; those that are gone are no error. */
    void delete(List<String> keys) throws IOException;

    @Override
    void close();
}
