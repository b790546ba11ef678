package dev.pipette.engine.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What dlt has to know of the rows that a package has at the value of its cursor, so that it does not load them again.
 *
 * @param digests dlt's digests of these rows, which its state calls {@code unique_hashes}
 * @param unknown why there are rows without a digest; null where all have one
 */
public record DltRows(List<String> digests, @Nullable String unknown) {}
