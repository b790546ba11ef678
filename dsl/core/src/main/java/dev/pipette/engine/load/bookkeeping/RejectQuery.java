package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_REJECTS;

import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which rejected rows of a pipeline are read.
 *
 * @param table only those for this table; null for all
 * @param rule only those that this rule rejected, {@code not_null(id)}, or rules with this word, {@code not_null}, or of
 *     this kind, {@code contract}; null for all
 * @param loadId only those of this load; null for all
 * @param rows only those with these numbers; none for all
 * @param replayed whether those are read that were replayed, and not those that wait
 */
public record RejectQuery(
        String pipeline,
        @Nullable String table,
        @Nullable String rule,
        @Nullable String loadId,
        List<Long> rows,
        boolean replayed) {
    private static final List<Field<?>> SHOWN = List.of(
            PIPETTE_REJECTS.LOAD_ID,
            PIPETTE_REJECTS.RESOURCE_NAME,
            PIPETTE_REJECTS.TABLE_NAME,
            PIPETTE_REJECTS.ROW_NUMBER,
            PIPETTE_REJECTS.KIND,
            PIPETTE_REJECTS.RULE,
            PIPETTE_REJECTS.MESSAGE,
            PIPETTE_REJECTS.CONTENT,
            PIPETTE_REJECTS.PLACE,
            PIPETTE_REJECTS.INSERTED_AT,
            PIPETTE_REJECTS.REPLAYED_BY);

    /** Copies the numbers. */
    public RejectQuery {
        rows = List.copyOf(rows);
    }

    /**
     * Rows of one resource for one table.
     *
     * @param count how many there are
     */
    public record Group(String resource, String table, int count) {}

    /** One rejected row. */
    public record Rejected(String loadId, String kind, long number, String content) {}

    /** The statement for people, the newest load first; of no rows where the dataset has no rejected row. */
    public String sql(DestinationSession session, String dataset) {
        if (!isThere(session, dataset)) {
            var none = DSL.name("none");
            return session.dsl()
                    .renderInlined(DSL.select(SHOWN.stream()
                                    .map(column ->
                                            DSL.castNull(column.getDataType()).as(column.getName()))
                                    .toList())
                            .from(DSL.selectOne().asTable(none))
                            .where(DSL.falseCondition()));
        }
        return DatasetMapping.of(session, dataset)
                .renderInlined(DSL.select(SHOWN)
                        .from(PIPETTE_REJECTS)
                        .where(wanted())
                        .orderBy(
                                PIPETTE_REJECTS.LOAD_ID.desc(),
                                PIPETTE_REJECTS.TABLE_NAME,
                                PIPETTE_REJECTS.ROW_NUMBER));
    }

    private static boolean isThere(DestinationSession session, String dataset) {
        return session.tableNames(dataset).contains(PIPETTE_REJECTS.getName());
    }

    /** How many rows there are, by resource and table. */
    public List<Group> groups(DestinationSession session, String dataset) {
        return isThere(session, dataset)
                ? DatasetMapping.of(session, dataset)
                        .select(PIPETTE_REJECTS.RESOURCE_NAME, PIPETTE_REJECTS.TABLE_NAME, DSL.count())
                        .from(PIPETTE_REJECTS)
                        .where(wanted())
                        .groupBy(PIPETTE_REJECTS.RESOURCE_NAME, PIPETTE_REJECTS.TABLE_NAME)
                        .orderBy(PIPETTE_REJECTS.RESOURCE_NAME, PIPETTE_REJECTS.TABLE_NAME)
                        .fetch(row -> new Group(row.value1(), row.value2(), row.value3()))
                : List.of();
    }

    /** The rows of a group, oldest load first; closed by the caller. */
    public Stream<Rejected> rows(DestinationSession session, String dataset, Group group) {
        ResultQuery<?> query = DatasetMapping.of(session, dataset)
                .select(
                        PIPETTE_REJECTS.LOAD_ID,
                        PIPETTE_REJECTS.KIND,
                        PIPETTE_REJECTS.ROW_NUMBER,
                        PIPETTE_REJECTS.CONTENT)
                .from(PIPETTE_REJECTS)
                .where(wanted())
                .and(PIPETTE_REJECTS.RESOURCE_NAME.eq(group.resource()))
                .and(PIPETTE_REJECTS.TABLE_NAME.eq(group.table()))
                .orderBy(PIPETTE_REJECTS.LOAD_ID, PIPETTE_REJECTS.KIND, PIPETTE_REJECTS.ROW_NUMBER)
                .fetchSize(1_000);
        return query.fetchStream()
                .map(row -> new Rejected(
                        row.get(PIPETTE_REJECTS.LOAD_ID),
                        row.get(PIPETTE_REJECTS.KIND),
                        row.get(PIPETTE_REJECTS.ROW_NUMBER),
                        row.get(PIPETTE_REJECTS.CONTENT)));
    }

    /** Deletes the rows; how many there were. */
    public int delete(DestinationSession session, String dataset) {
        return isThere(session, dataset)
                ? DatasetMapping.of(session, dataset)
                        .deleteFrom(PIPETTE_REJECTS)
                        .where(wanted())
                        .execute()
                : 0;
    }

    private Condition wanted() {
        Condition wanted = PIPETTE_REJECTS
                .PIPELINE_NAME
                .eq(pipeline)
                .and(replayed ? PIPETTE_REJECTS.REPLAYED_BY.isNotNull() : PIPETTE_REJECTS.REPLAYED_BY.isNull());
        wanted = wanted.and(is(PIPETTE_REJECTS.TABLE_NAME, table)).and(is(PIPETTE_REJECTS.LOAD_ID, loadId));
        if (!rows.isEmpty()) {
            wanted = wanted.and(PIPETTE_REJECTS.ROW_NUMBER.in(rows));
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

    private static Condition is(Field<String> column, @Nullable String value) {
        return Optional.ofNullable(value).map(column::eq).orElse(DSL.noCondition());
    }
}
