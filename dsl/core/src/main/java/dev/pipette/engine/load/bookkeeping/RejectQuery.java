package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_REJECTS;

import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which rejected rows of a pipeline are read.
 *
 * @param table only those for this table; null for all
 * @param rule only those that this rule rejected, {@code not_null(id)}, or rules with this word, {@code not_null}, or of
 *     this kind, {@code contract}; null for all
 */
public record RejectQuery(
        String pipeline, @Nullable String table, @Nullable String rule) {
    /** The statement, the newest load first; of no rows where the dataset has no rejected row. */
    public String sql(DestinationSession session, String dataset) {
        List<Field<?>> columns = List.of(
                PIPETTE_REJECTS.LOAD_ID,
                PIPETTE_REJECTS.TABLE_NAME,
                PIPETTE_REJECTS.ROW_NUMBER,
                PIPETTE_REJECTS.KIND,
                PIPETTE_REJECTS.RULE,
                PIPETTE_REJECTS.MESSAGE,
                PIPETTE_REJECTS.CONTENT,
                PIPETTE_REJECTS.PLACE,
                PIPETTE_REJECTS.INSERTED_AT);
        if (!session.tableNames(dataset).contains(PIPETTE_REJECTS.getName())) {
            var none = DSL.name("none");
            return session.dsl()
                    .renderInlined(DSL.select(columns.stream()
                                    .map(column ->
                                            DSL.castNull(column.getDataType()).as(column.getName()))
                                    .toList())
                            .from(DSL.selectOne().asTable(none))
                            .where(DSL.falseCondition()));
        }
        return DatasetMapping.of(session, dataset)
                .renderInlined(DSL.select(columns)
                        .from(PIPETTE_REJECTS)
                        .where(wanted())
                        .orderBy(
                                PIPETTE_REJECTS.LOAD_ID.desc(),
                                PIPETTE_REJECTS.TABLE_NAME,
                                PIPETTE_REJECTS.ROW_NUMBER));
    }

    private Condition wanted() {
        Condition wanted = PIPETTE_REJECTS.PIPELINE_NAME.eq(pipeline);
        if (table != null) {
            wanted = wanted.and(PIPETTE_REJECTS.TABLE_NAME.eq(table));
        }
        if (rule != null) {
            String word = rule.toLowerCase(Locale.ROOT).replace('-', '_');
            wanted = wanted.and(PIPETTE_REJECTS
                    .RULE
                    .eq(rule)
                    .or(PIPETTE_REJECTS.RULE.startsWith(word + "("))
                    .or(PIPETTE_REJECTS.KIND.eq(word)));
        }
        return wanted;
    }
}
