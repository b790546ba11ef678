package dev.pipette.settings;

import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that a setting can have, and how they are written. */
final class SettingTypes {
    static final String KNOWN = known(", Secret");

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private SettingTypes() {}

    /** The types for people; those that only settings have are named after the others. */
    static String known(String others) {
        return "String, int, long, double, boolean, Duration, Path, URI, ZoneId, " + TimeTypes.KNOWN + others
                + ", or an enum";
    }

    /** A text that is not a value of the type; the message never repeats the text. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    static boolean isKnown(Class<?> type) {
        Class<?> boxed = boxed(type);
        return boxed.isEnum()
                || boxed == String.class
                || boxed == Integer.class
                || boxed == Long.class
                || boxed == Double.class
                || boxed == Boolean.class
                || boxed == Duration.class
                || boxed == Path.class
                || boxed == URI.class
                || boxed == ZoneId.class
                || boxed == Secret.class
                || TimeTypes.isKnown(boxed);
    }

    /** The value of a text, of a type that is known. */
    static Object value(String text, Class<?> type) throws Unfit {
        Class<?> boxed = boxed(type);
        if (boxed == String.class) {
            return text;
        }
        if (boxed == Secret.class) {
            return Secret.of(text);
        }
        String stripped = text.strip();
        if (boxed == Integer.class || boxed == Long.class || boxed == Double.class) {
            return number(stripped, boxed);
        }
        if (boxed == Boolean.class) {
            return truth(stripped);
        }
        if (boxed == Duration.class) {
            return duration(stripped);
        }
        if (TimeTypes.isKnown(boxed)) {
            return TimeTypes.value(stripped, boxed);
        }
        return boxed.isEnum() ? constant(stripped, boxed) : other(stripped, boxed);
    }

    private static Object number(String text, Class<?> type) throws Unfit {
        try {
            if (type == Double.class) {
                return Double.valueOf(text);
            }
            return type == Integer.class ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
        } catch (NumberFormatException none) {
            String range = type == Integer.class && text.matches("[+-]?\\d{10,19}") ? " of 32 bits" : "";
            throw new Unfit(type == Double.class ? "is not a number" : "is not a whole number" + range);
        }
    }

    private static Boolean truth(String text) throws Unfit {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new Unfit("is neither true nor false");
        };
    }

    private static Duration duration(String text) throws Unfit {
        Matcher plain = SHORT_DURATION.matcher(text);
        if (plain.matches()) {
            long amount = Long.parseLong(plain.group(1));
            return switch (plain.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException none) {
            throw new Unfit("is not a duration like 30s, 5m or PT1H30M");
        }
    }

    private static Object constant(String text, Class<?> type) throws Unfit {
        String name = text.replace('-', '_');
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(name)) {
                return constant;
            }
        }
        throw new Unfit("is none of "
                + Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }

    private static Object other(String text, Class<?> type) throws Unfit {
        try {
            if (type == Path.class) {
                return Path.of(text);
            }
            if (type == URI.class) {
                return new URI(text);
            }
            return ZoneId.of(text);
        } catch (InvalidPathException none) {
            throw new Unfit("is not a path");
        } catch (URISyntaxException none) {
            throw new Unfit("is not an address");
        } catch (DateTimeException none) {
            throw new Unfit("is not a time zone like Europe/Berlin");
        }
    }
}
