package dev.pipette.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The values that rules compare with. */
final class RuleValues {
    /** What RE2 or PostgreSQL does not read: looking around, and references to groups. */
    private static final Pattern NOT_EVERYWHERE = Pattern.compile("\\(\\?(<?[=!]|>|<)|\\\\[1-9k]|[*+?}]\\+");

    private RuleValues() {}

    /** The value as a rule keeps it. */
    static Object known(String of, Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case BigInteger number -> new BigDecimal(number);
            case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number);
            case Float number when Float.isFinite(number) -> new BigDecimal(number.toString());
            case Long number -> BigDecimal.valueOf(number);
            case Integer number -> BigDecimal.valueOf(number);
            case Short number -> BigDecimal.valueOf(number);
            case Byte number -> BigDecimal.valueOf(number);
            case String text -> text;
            case Boolean truth -> truth;
            case Enum<?> constant -> constant.name();
            case LocalDate date -> date;
            case LocalDateTime time -> time.truncatedTo(ChronoUnit.MICROS);
            case Instant instant -> instant.truncatedTo(ChronoUnit.MICROS);
            case OffsetDateTime time -> time.toInstant().truncatedTo(ChronoUnit.MICROS);
            case ZonedDateTime time -> time.toInstant().truncatedTo(ChronoUnit.MICROS);
            default ->
                throw RuleText.refused(of + " was given " + value + ", a "
                        + value.getClass().getSimpleName()
                        + ". Give numbers, texts, booleans, a LocalDate, a LocalDateTime or an Instant");
        };
    }

    static void checkBounds(String of, @Nullable Object min, @Nullable Object max) {
        if (min == null && max == null) {
            throw RuleText.refused(of + " has no bound. Give it a lowest or a highest value");
        }
        if (min instanceof Boolean || max instanceof Boolean) {
            throw RuleText.refused(of + " was given a boolean, which has no range. Check accepted values instead");
        }
        if (min == null || max == null) {
            return;
        }
        if (!min.getClass().equals(max.getClass())) {
            throw RuleText.refused(of + " was given bounds of two types, " + RuleText.value(min) + " and "
                    + RuleText.value(max) + ". Give both in one type");
        }
        if (compare(min, max) > 0) {
            throw RuleText.refused(of + " holds for no value: " + RuleText.value(min) + " is above "
                    + RuleText.value(max) + ". Give the lower bound first");
        }
    }

    private static int compare(Object min, Object max) {
        return switch (min) {
            case String text -> text.compareTo((String) max);
            case LocalDate date -> date.compareTo((LocalDate) max);
            case LocalDateTime time -> time.compareTo((LocalDateTime) max);
            case Instant instant -> instant.compareTo((Instant) max);
            default -> ((BigDecimal) min).compareTo((BigDecimal) max);
        };
    }

    static void checkRegex(String column, String regex) {
        String of = "matches(" + column + ", " + regex + ")";
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw RuleText.refused(of + " is not a regular expression: " + wrong.getDescription());
        }
        if (NOT_EVERYWHERE.matcher(regex).find()) {
            throw RuleText.refused(of + " looks around, refers to a group or is possessive, which not every database"
                    + " reads. Write it without");
        }
    }
}
