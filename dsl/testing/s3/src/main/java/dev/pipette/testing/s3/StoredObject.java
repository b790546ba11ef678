package dev.pipette.testing.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object to store.
 *
 * @param lastModified when it was; null for the moment in which it is stored
 */
record StoredObject(String key, byte[] content, @Nullable Instant lastModified) {}
