package dev.pipette.engine.load.bookkeeping;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.WriteDisposition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which loads keep the versions of a table as its schema says. */
class VersionRulesTests {
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static void check(Object active, MergeStrategy strategy) {
        TableSchema table = TableSchema.root("dim", "merge")
                .withMergeStrategy("scd2")
                .withColumn(SystemColumns.validFrom("_dlt_valid_from"))
                .withColumn(SystemColumns.validTo("_dlt_valid_to", null).withHint(SystemColumns.ACTIVE, active));
        new VersionRules("crm", "data", table).check(new WriteDisposition.Merge(strategy));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9999-12-31", "9999-12-31T00:00:00", "9999-12-31 00:00:00+00:00", "9999-12-31T01:00:00+01:00"})
    void the_time_of_active_versions_may_be_written_in_other_ways(String written) {
        assertThatCode(() -> check(written, MergeStrategy.scd2().activeTimestamp(NEVER)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(written, MergeStrategy.scd2()))
                .hasMessage(
                        "[LOAD_REFUSED] table data.dim of schema crm has 9999-12-31T00:00:00Z in column '_dlt_valid_to'"
                                + " of active versions, and this load would look for NULL. Say"
                                + " scd2(..).activeTimestamp(Instant.parse(\"9999-12-31T00:00:00Z\")). Nothing was loaded.");
    }

    @Test
    void null_is_another_mark() {
        TableSchema table = TableSchema.root("dim", "merge")
                .withMergeStrategy("scd2")
                .withColumn(SystemColumns.validTo("_dlt_valid_to", null));
        VersionRules rules = new VersionRules("crm", "data", table);

        assertThatCode(() -> rules.check(new WriteDisposition.Merge(MergeStrategy.scd2())))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rules.check(
                        new WriteDisposition.Merge(MergeStrategy.scd2().activeTimestamp(NEVER))))
                .hasMessage("[LOAD_REFUSED] table data.dim of schema crm has NULL in column '_dlt_valid_to' of active"
                        + " versions, and this load would look for 9999-12-31T00:00:00Z. Leave activeTimestamp(..) out."
                        + " Nothing was loaded.");
    }
}
