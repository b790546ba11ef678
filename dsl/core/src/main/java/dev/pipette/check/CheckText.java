package dev.pipette.check;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads rules as they are written on a command line: {@code not-null:id}. */
final class CheckText {
    /** Each rule's writing, for people. */
    static final List<String> FORMS = List.of(
            "not-null:COLUMN",
            "unique:COLUMN,..",
            "accepted:COLUMN=VALUE,..",
            "range:COLUMN=MIN..MAX",
            "matches:COLUMN=REGEX",
            "row-count:MIN..MAX",
            "freshness:COLUMN=DURATION",
            "row-count-change:PART",
            "sum-matches:COLUMN=NUMBER|COLUMN",
            "references:COLUMN=TABLE.COLUMN",
            "sql:NAME=QUERY");

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern SHORT = Pattern.compile("([0-9]+)\\s*([dhms])", Pattern.CASE_INSENSITIVE);

    private final String text;

    private CheckText(String text) {
        this.text = text;
    }

    static Check parse(String text) {
        return Check.of(new CheckText(text).rule());
    }

    private Rule rule() {
        int colon = text.indexOf(':');
        String word = (colon < 0 ? text : text.substring(0, colon))
                .strip()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        if (rest.isEmpty()) {
            throw unread();
        }
        return switch (word) {
            case "not-null" -> new Rule.NotNull(rest);
            case "unique" -> new Rule.Unique(List.of(COMMA.split(rest)));
            case "accepted" -> {
                String[] pair = pair(rest);
                yield new Rule.Accepted(
                        pair[0],
                        Arrays.stream(COMMA.split(pair[1]))
                                .map(CheckText::accepted)
                                .toList());
            }
            case "range" -> {
                String[] pair = pair(rest);
                String[] bounds = bounds(pair[1]);
                yield new Rule.Range(pair[0], bound(bounds[0]), bound(bounds[1]));
            }
            case "matches" -> {
                String[] pair = pair(rest);
                yield new Rule.Matches(pair[0], pair[1]);
            }
            case "row-count" -> {
                String[] bounds = bounds(rest);
                yield new Rule.RowCount(number(bounds[0], 0), number(bounds[1], Long.MAX_VALUE));
            }
            case "freshness" -> {
                String[] pair = pair(rest);
                yield new Rule.Freshness(pair[0], duration(pair[1]));
            }
            case "row-count-change" -> new Rule.RowCountChange(decimal(rest).doubleValue());
            case "sum-matches" -> {
                String[] pair = pair(rest);
                yield bound(pair[1]) instanceof BigDecimal total
                        ? new Rule.SumMatches(pair[0], null, total)
                        : new Rule.SumMatches(pair[0], pair[1], null);
            }
            case "references" -> {
                String[] pair = pair(rest);
                int dot = pair[1].lastIndexOf('.');
                if (dot < 1 || dot == pair[1].length() - 1) {
                    throw unread();
                }
                yield new Rule.References(pair[0], pair[1].substring(0, dot), pair[1].substring(dot + 1));
            }
            case "sql" -> {
                String[] pair = pair(rest);
                yield new Rule.Sql(pair[0], pair[1]);
            }
            default -> throw unread();
        };
    }

    private String[] pair(String rest) {
        int equals = rest.indexOf('=');
        if (equals < 1 || equals == rest.length() - 1) {
            throw unread();
        }
        return new String[] {
            rest.substring(0, equals).strip(), rest.substring(equals + 1).strip()
        };
    }

    /** Two bounds, of which one may be missing; a number alone is the first. */
    private String[] bounds(String range) {
        int dots = range.indexOf("..");
        return dots < 0
                ? new String[] {range, ""}
                : new String[] {
                    range.substring(0, dots).strip(), range.substring(dots + 2).strip()
                };
    }

    private long number(String bound, long missing) {
        try {
            return bound.isEmpty() ? missing : Long.parseLong(bound);
        } catch (NumberFormatException wrong) {
            throw unread();
        }
    }

    private BigDecimal decimal(String number) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException wrong) {
            throw unread();
        }
    }

    private Duration duration(String given) {
        var brief = SHORT.matcher(given);
        try {
            return Duration.parse(
                    brief.matches()
                            ? (brief.group(2).equalsIgnoreCase("d") ? "P" : "PT") + brief.group(1) + brief.group(2)
                            : given);
        } catch (DateTimeParseException wrong) {
            throw unread();
        }
    }

    /** A number whose writing is the usual one: 007 stays a text. */
    private static Object accepted(String value) {
        return bound(value) instanceof BigDecimal number
                        && number.toPlainString().equals(value)
                ? number
                : value;
    }

    private static @Nullable Object bound(String bound) {
        if (bound.isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(bound);
        } catch (NumberFormatException noNumber) {
            return time(bound);
        }
    }

    private static Object time(String bound) {
        try {
            if (bound.length() == 10) {
                return LocalDate.parse(bound);
            }
            return bound.endsWith("Z")
                    ? Instant.parse(bound)
                    : bound.lastIndexOf('+') > 0 ? OffsetDateTime.parse(bound).toInstant() : LocalDateTime.parse(bound);
        } catch (DateTimeParseException noTime) {
            return bound;
        }
    }

    private PipetteException unread() {
        return new PipetteException(
                ErrorCode.BAD_USAGE, "'" + text + "' is not a check. Write one of " + String.join(", ", FORMS) + ".");
    }
}
