package dev.pipette.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Which rejected rows are meant.
 *
 * <pre>{@code
 * pipeline.admin().rejects(RejectFilter.ALL.table("orders").rule("not_null"));
 * }</pre>
 *
 * @param table only those for this table; null for all
 * @param rule only those that this rule rejected, {@code not_null(id)}, or all rules with a word, {@code not_null}; null for
 *     all
 * @param loadId only those that this load rejected; null for all
 * @param rows only those with these numbers, from 1, among the rows of their load; none for all
 * @param isReplayed whether those are meant that were replayed, and not those that still wait
 */
@CheckReturnValue
public record RejectFilter(
        @Nullable String table,
        @Nullable String rule,
        @Nullable String loadId,
        List<Long> rows,
        boolean isReplayed) {
    /** All rejected rows that wait for a replay, or to be discarded. */
    public static final RejectFilter ALL = new RejectFilter(null, null, null, List.of(), false);

    /** Copies the numbers. */
    public RejectFilter {
        rows = List.copyOf(rows);
    }

    /** Only those for a table. */
    public RejectFilter table(String name) {
        return new RejectFilter(name, rule, loadId, rows, isReplayed);
    }

    /** Only those that a rule rejected, or all rules with a word. */
    public RejectFilter rule(String name) {
        return new RejectFilter(table, name, loadId, rows, isReplayed);
    }

    /** Only those that a load rejected. */
    public RejectFilter load(String id) {
        return new RejectFilter(table, rule, id, rows, isReplayed);
    }

    /** Only those with some numbers, from 1, among the rows of their load. */
    public RejectFilter rows(long... numbers) {
        return new RejectFilter(
                table, rule, loadId, LongStream.of(numbers).boxed().toList(), isReplayed);
    }

    /** Those that were replayed, instead of those that wait. */
    public RejectFilter replayed() {
        return new RejectFilter(table, rule, loadId, rows, true);
    }
}
