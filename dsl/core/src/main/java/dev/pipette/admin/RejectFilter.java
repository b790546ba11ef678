package dev.pipette.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * Which rejected rows are read.
 *
 * <pre>{@code
 * pipeline.admin().rejects(RejectFilter.ALL.table("orders").rule("not_null"));
 * }</pre>
 *
 * @param table only those for this table; null for all
 * @param rule only those that this rule rejected, {@code not_null(id)}, or all rules with a word, {@code not_null}; null for
 *     all
 */
@CheckReturnValue
public record RejectFilter(@Nullable String table, @Nullable String rule) {
    /** All rejected rows. */
    public static final RejectFilter ALL = new RejectFilter(null, null);

    /** Only those for a table. */
    public RejectFilter table(String name) {
        return new RejectFilter(name, rule);
    }

    /** Only those that a rule rejected, or all rules with a word. */
    public RejectFilter rule(String name) {
        return new RejectFilter(table, name);
    }
}
