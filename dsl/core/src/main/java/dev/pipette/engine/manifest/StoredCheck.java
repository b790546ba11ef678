package dev.pipette.engine.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.check.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.StdConverter;

/**
 * A check as a manifest holds it.
 *
 * @param rule its word
 * @param severity its word
 * @param columns whose values it is about
 * @param values that it compares with; a bound that there is not is null
 * @param text a regular expression, a duration, a name, or the name of another table
 * @param more a query, or a column of the other table
 * @param min the lowest number of rows
 * @param max the highest number of rows
 * @param part the part by which a number of rows may change
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Value.Builder
record StoredCheck(
        String rule,
        String severity,
        @Nullable List<String> columns,
        @Nullable List<@Nullable StoredValue> values,
        @Nullable String text,
        @Nullable String more,
        @Nullable Long min,
        @Nullable Long max,
        @Nullable Double part) {
    /**
     * A value, by its text.
     *
     * @param type what it is
     */
    record StoredValue(Type type, String text) {
        /** What values are. */
        enum Type {
            NUMBER,
            BOOLEAN,
            TEXT,
            DATE,
            LOCAL_TIME,
            INSTANT
        }

        static @Nullable StoredValue of(@Nullable Object value) {
            return switch (value) {
                case null -> null;
                case BigDecimal number -> new StoredValue(Type.NUMBER, number.toPlainString());
                case Boolean truth -> new StoredValue(Type.BOOLEAN, truth.toString());
                case LocalDate date -> new StoredValue(Type.DATE, date.toString());
                case LocalDateTime time -> new StoredValue(Type.LOCAL_TIME, time.toString());
                case Instant instant -> new StoredValue(Type.INSTANT, instant.toString());
                default -> new StoredValue(Type.TEXT, value.toString());
            };
        }

        Object read() {
            return switch (type) {
                case NUMBER -> new BigDecimal(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case TEXT -> text;
                case DATE -> LocalDate.parse(text);
                case LOCAL_TIME -> LocalDateTime.parse(text);
                case INSTANT -> Instant.parse(text);
            };
        }
    }

    /** Writes a check. */
    static final class Written extends StdConverter<Check, StoredCheck> {
        @Override
        public StoredCheck convert(Check check) {
            Rule rule = check.rule();
            StoredCheckBuilder stored = new StoredCheckBuilder()
                    .rule(rule.word())
                    .severity(check.severity().toString());
            if (!rule.columns().isEmpty()) {
                stored.columns(rule.columns());
            }
            return switch (rule) {
                case Rule.NotNull _, Rule.Unique _ -> stored.build();
                case Rule.Accepted one ->
                    stored.values(one.values().stream().map(StoredValue::of).toList())
                            .build();
                case Rule.Range range ->
                    stored.values(Arrays.asList(StoredValue.of(range.min()), StoredValue.of(range.max())))
                            .build();
                case Rule.Matches matches -> stored.text(matches.regex()).build();
                case Rule.RowCount count ->
                    stored.min(count.min()).max(count.max()).build();
                case Rule.SumMatches sum ->
                    sum.total() == null
                            ? stored.build()
                            : stored.values(List.of(Objects.requireNonNull(StoredValue.of(sum.total()))))
                                    .build();
                case Rule.References refers ->
                    stored.text(refers.table()).more(refers.referencedColumn()).build();
                case Rule.Freshness fresh ->
                    stored.text(fresh.atMost().toString()).build();
                case Rule.RowCountChange change -> stored.part(change.atMost()).build();
                case Rule.Sql sql -> stored.text(sql.name()).more(sql.query()).build();
            };
        }
    }

    /** Reads a check. */
    static final class Read extends StdConverter<StoredCheck, Check> {
        @Override
        public Check convert(StoredCheck stored) {
            return new Check(stored.read(), Severity.valueOf(stored.severity().toUpperCase(Locale.ROOT)));
        }
    }

    private Rule read() {
        return switch (rule) {
            case "not_null" -> new Rule.NotNull(column());
            case "unique" -> new Rule.Unique(Objects.requireNonNull(columns));
            case "accepted" ->
                new Rule.Accepted(
                        column(),
                        Objects.requireNonNull(values).stream()
                                .map(value -> Objects.requireNonNull(value).read())
                                .toList());
            case "range" -> new Rule.Range(column(), value(0), value(1));
            case "matches" -> new Rule.Matches(column(), given());
            case "row_count" -> new Rule.RowCount(Objects.requireNonNull(min), Objects.requireNonNull(max));
            case "sum_matches" ->
                values == null
                        ? new Rule.SumMatches(
                                column(), Objects.requireNonNull(columns).get(1), null)
                        : new Rule.SumMatches(column(), null, (BigDecimal) value(0));
            case "references" -> new Rule.References(column(), given(), Objects.requireNonNull(more));
            case "freshness" -> new Rule.Freshness(column(), Duration.parse(given()));
            case "row_count_change" -> new Rule.RowCountChange(Objects.requireNonNull(part));
            case "sql" -> new Rule.Sql(given(), Objects.requireNonNull(more));
            default -> throw new IllegalArgumentException("'" + rule + "' is not a rule");
        };
    }

    private String column() {
        return Objects.requireNonNull(columns).getFirst();
    }

    private String given() {
        return Objects.requireNonNull(text);
    }

    private @Nullable Object value(int index) {
        StoredValue value = Objects.requireNonNull(values).get(index);
        return value == null ? null : value.read();
    }
}
