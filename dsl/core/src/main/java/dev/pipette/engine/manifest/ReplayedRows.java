package dev.pipette.engine.manifest;

import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The rejected rows that a load brings to their table after all. Each row of the package's root table is one of them, in the
 * order of the parts.
 *
 * @param parts which they are
 * @param disposition that of the loads which rejected them, with normalized names
 * @param overtaken whether they are also loaded where later loads changed their part of the table
 */
public record ReplayedRows(
        List<Part> parts,

        @JsonSerialize(converter = StoredDisposition.Written.class)
        @JsonDeserialize(converter = StoredDisposition.Read.class)
        WriteDisposition disposition,

        boolean overtaken) {
    /** Copies the parts. */
    public ReplayedRows {
        parts = List.copyOf(parts);
    }

    /** The same rows of a table whose columns have other names now. */
    public ReplayedRows named(UnaryOperator<String> naming) {
        return new ReplayedRows(parts, disposition.named(naming), overtaken);
    }

    /**
     * Rejected rows of one load for one table.
     *
     * @param loadId of the load that rejected them
     * @param kind what rejected them
     * @param numbers of the rows, increasing: {@code 2,5-9}
     */
    public record Part(String loadId, String kind, String numbers) {
        /** The numbers, one by one. */
        public LongStream rows() {
            return Stream.of(numbers.split(",")).flatMapToLong(range -> {
                int dash = range.indexOf('-');
                return dash < 0
                        ? LongStream.of(Long.parseLong(range))
                        : LongStream.rangeClosed(
                                Long.parseLong(range.substring(0, dash)), Long.parseLong(range.substring(dash + 1)));
            });
        }
    }

    /** The parts in the making: rows in the order in which they are read. */
    public static final class Collector {
        private final List<Part> parts = new ArrayList<>();
        private String loadId = "";
        private String kind = "";
        private final List<long[]> ranges = new ArrayList<>();

        /** Adds a row. */
        public Collector add(String rejectedBy, String rejectedAs, long number) {
            if (!rejectedBy.equals(loadId) || !rejectedAs.equals(kind)) {
                finish();
                loadId = rejectedBy;
                kind = rejectedAs;
            }
            if (!ranges.isEmpty() && ranges.getLast()[1] == number - 1) {
                ranges.getLast()[1] = number;
            } else {
                ranges.add(new long[] {number, number});
            }
            return this;
        }

        private void finish() {
            if (!ranges.isEmpty()) {
                parts.add(new Part(
                        loadId,
                        kind,
                        ranges.stream()
                                .map(range -> range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1])
                                .collect(Collectors.joining(","))));
                ranges.clear();
            }
        }

        /** All rows that were added. */
        public List<Part> parts() {
            finish();
            return List.copyOf(parts);
        }
    }
}
