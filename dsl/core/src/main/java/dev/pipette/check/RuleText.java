package dev.pipette.check;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How rules are written for people, and the errors of those that cannot be. */
final class RuleText {
    private RuleText() {}

    static String of(Rule rule) {
        return rule.word() + "(" + inside(rule) + ")";
    }

    private static String inside(Rule rule) {
        return switch (rule) {
            case Rule.NotNull has -> has.column();
            case Rule.Accepted one ->
                one.column() + ", " + one.values().stream().map(RuleText::value).collect(Collectors.joining(", "));
            case Rule.Range range -> range.column() + ", " + bound(range.min()) + ", " + bound(range.max());
            case Rule.Matches matches -> matches.column() + ", " + matches.regex();
            case Rule.RowCount count ->
                count.min() + ", " + (count.max() == Long.MAX_VALUE ? ".." : String.valueOf(count.max()));
            case Rule.SumMatches sum -> sum.column() + ", " + (sum.other() != null ? sum.other() : bound(sum.total()));
            case Rule.Unique unique -> String.join(", ", unique.columns());
            case Rule.References refers -> refers.column() + ", " + refers.table() + ", " + refers.referencedColumn();
            case Rule.Freshness fresh -> fresh.column() + ", " + fresh.atMost();
            case Rule.RowCountChange change ->
                BigDecimal.valueOf(change.atMost()).stripTrailingZeros().toPlainString();
            case Rule.Sql sql -> sql.name();
        };
    }

    private static String bound(@Nullable Object bound) {
        return bound == null ? ".." : value(bound);
    }

    static String value(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    static PipetteException refused(String why) {
        return new PipetteException(ErrorCode.BAD_USAGE, "check " + why + ".");
    }
}
