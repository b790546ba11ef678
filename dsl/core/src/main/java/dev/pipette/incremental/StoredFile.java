package dev.pipette.incremental;

import java.time.Instant;

/**
 * A file as a store lists it.
 *
 * @param key how the file is known: the path of a local file, or container and name: {@code demo-exports/orders/1.csv}
 * @param etag changes with the content; empty where the store has none
 * @param size in bytes, as stored
 * @param lastModified when it was stored
 */
public record StoredFile(String key, String etag, long size, Instant lastModified) {}
