package dev.pipette;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.scd2;
import static dev.pipette.Pipette.snapshot;
import static dev.pipette.Pipette.tableHints;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a merge that keeps versions may be asked for, and what does not go together. */
class Scd2Tests {
    private static final Instant TIME = Instant.parse("2025-12-24T10:00:00.123456789Z");

    private static Resource rows() {
        return resource("dim").rows(List.of());
    }

    @Test
    void each_part_is_a_value() {
        MergeStrategy.Scd2 all = scd2("Id")
                .mergeKey("Site")
                .validity("From", "To")
                .boundary(TIME)
                .activeTimestamp(TIME)
                .rowVersion("Rev");

        assertThat(all.keys()).containsExactly("Id", "Site");
        assertThat(all.boundary()).contains(Instant.parse("2025-12-24T10:00:00.123456Z"));
        assertThat(all.activeTimestamp()).isEqualTo(all.boundary());
        assertThat(all.named(name -> name.toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(scd2("id")
                        .mergeKey("site")
                        .validity("from", "to")
                        .boundary(TIME)
                        .activeTimestamp(TIME)
                        .rowVersion("rev"));
        assertThat(scd2().boundaryOf(TIME)).isEqualTo(Instant.parse("2025-12-24T10:00:00.123456Z"));
    }

    @Test
    void all_rows_arrive_unless_there_is_a_merge_key_and_versions_stay() {
        assertThat(new WriteDisposition.Merge(scd2("id")).takesAllRows()).isTrue();
        assertThat(new WriteDisposition.Merge(scd2("id").mergeKey("id")).takesAllRows())
                .isFalse();
        assertThat(new WriteDisposition.Merge(scd2("id").mergeKey("id")).laterRowsWin())
                .isFalse();
    }

    @Test
    void a_part_of_the_rows_needs_a_merge_key() {
        Resource followed = rows().incremental(cursor("at", Long.class).rowOrder(RowOrder.ASCENDING));

        assertThatThrownBy(() -> followed.merge(scd2("id")))
                .hasMessage(
                        "[BAD_USAGE] resource dim takes its rows for all that there are, and its cursor 'at' leaves rows"
                                + " out, which would be retired. Leave incremental(..) out, or add .mergeKey(..) to scd2(..) with"
                                + " the columns that identify a row: then only versions of rows that arrive are retired.");
        assertThatThrownBy(() -> followed.merge(snapshot("id")))
                .hasMessage(
                        "[BAD_USAGE] resource dim takes its rows for all that there are, and its cursor 'at' leaves rows"
                                + " out, which would be deleted. Leave incremental(..) out, or say merge(upsert(..)), which deletes"
                                + " nothing.");
        assertThatThrownBy(() -> rows().merge(scd2()).commitEvery(1))
                .hasMessage(
                        "[BAD_USAGE] resource dim takes its rows for all that there are, and commitEvery(..) would let"
                                + " each package delete the rows of the one before. Leave commitEvery(..) out.");
        assertThat(followed.merge(scd2("id").mergeKey("id")).commitEvery(1).cursor())
                .isPresent();
    }

    @Test
    void what_needs_a_natural_key_says_so() {
        assertThatThrownBy(() -> rows().merge(scd2().mergeKey("day")).dedupSort("at"))
                .hasMessage("[BAD_USAGE] dedupSort(..) needs a primary key, by which a row is known:"
                        + " scd2(\"id\").mergeKey(\"day\").");
        assertThatThrownBy(() -> rows().merge(scd2()).primaryKey("id"))
                .hasMessage(
                        "[BAD_USAGE] resource dim merges without a primary key. Name it in the strategy: scd2(\"id\").");
        assertThatThrownBy(() -> scd2().validity("at", "at"))
                .hasMessage("[BAD_USAGE] validity(\"at\", \"at\"): the beginning and the end of a version need a column"
                        + " each.");
        assertThat(rows().merge(scd2()).skipUnchanged().hardDelete("gone").primaryKey())
                .isEmpty();
    }

    @Test
    void keys_that_versions_would_break_are_refused() {
        assertThatThrownBy(
                        () -> rows().merge(scd2("id")).tableHints(tableHints().enforcePrimaryKey()))
                .hasMessage(
                        "[BAD_USAGE] resource dim keeps the versions of rows (scd2), and enforcePrimaryKey() allows one"
                                + " row for a key. Leave it out, or say merge(upsert(..)), which keeps the last version only.");
        assertThatThrownBy(() -> rows().column("email", text().unique()).merge(scd2("id")))
                .hasMessageContaining("unique() of column 'email' allows one row for a key");
        assertThatThrownBy(
                        () -> rows().merge(scd2("id")).tableHints(tableHints().unique("id", "name")))
                .hasMessageContaining("unique(id, name) allows one row for a key");
        assertThat(rows().merge(scd2("id")).tableHints(tableHints().unique("id", "_dlt_valid_from")))
                .isNotNull();
    }
}
