package dev.pipette.engine.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.StdConverter;

/**
 * A write disposition as a manifest holds it.
 *
 * @param kind its word
 * @param strategy of a merge
 * @param keys of a merge, as normalized names of columns
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredDisposition(
        String kind, @Nullable String strategy, @Nullable List<String> keys) {
    private static final String DELETE_INSERT = "delete-insert";

    /** Writes a disposition. */
    static final class Written extends StdConverter<WriteDisposition, StoredDisposition> {
        @Override
        public StoredDisposition convert(WriteDisposition disposition) {
            String kind = disposition.dltName();
            return switch (disposition) {
                case WriteDisposition.Append() -> new StoredDisposition(kind, null, null);
                case WriteDisposition.Replace() -> new StoredDisposition(kind, null, null);
                case WriteDisposition.Merge(MergeStrategy.DeleteInsert(List<String> keys)) ->
                    new StoredDisposition(kind, DELETE_INSERT, keys);
            };
        }
    }

    /** Reads what {@link Written} wrote. */
    static final class Read extends StdConverter<StoredDisposition, WriteDisposition> {
        @Override
        public WriteDisposition convert(StoredDisposition stored) {
            return switch (String.valueOf(stored.kind())) {
                case "append" -> new WriteDisposition.Append();
                case "replace" -> new WriteDisposition.Replace();
                case "merge" -> new WriteDisposition.Merge(stored.merging());
                default -> throw new IllegalArgumentException("disposition '" + stored.kind() + "' is unknown");
            };
        }
    }

    private MergeStrategy merging() {
        if (!DELETE_INSERT.equals(strategy)) {
            throw new IllegalArgumentException("merge strategy '" + strategy + "' is unknown");
        }
        if (keys == null || keys.isEmpty()) {
            throw new IllegalArgumentException("its merge has no keys");
        }
        return new MergeStrategy.DeleteInsert(keys);
    }
}
