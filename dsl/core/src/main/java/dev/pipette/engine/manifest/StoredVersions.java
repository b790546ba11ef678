package dev.pipette.engine.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pipette.schema.MergeStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a merge keeps versions of rows, as a manifest holds it; times are in ISO form.
 *
 * @param validFrom the column with the beginning of a version
 * @param validTo the column with its end
 * @param boundary when the versions of the package begin; null for the time of the package
 * @param active what an active version has in place of its end; null for NULL
 * @param rowVersion the column that is compared in place of the content
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredVersions(
        String validFrom,
        String validTo,
        @Nullable String boundary,
        @Nullable String active,
        @Nullable String rowVersion) {
    static StoredVersions of(MergeStrategy.Scd2 strategy) {
        return new StoredVersions(
                strategy.validFrom(),
                strategy.validTo(),
                strategy.boundary().map(Instant::toString).orElse(null),
                strategy.activeTimestamp().map(Instant::toString).orElse(null),
                strategy.rowVersion().orElse(null));
    }

    MergeStrategy.Scd2 strategy(List<String> primaryKey, List<String> mergeKey) {
        return new MergeStrategy.Scd2(
                primaryKey,
                mergeKey,
                validFrom,
                validTo,
                Optional.ofNullable(boundary).map(Instant::parse),
                Optional.ofNullable(active).map(Instant::parse),
                Optional.ofNullable(rowVersion));
    }
}
