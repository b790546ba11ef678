package dev.pipette.files;

import dev.pipette.FileFormat;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How the fields of a column are written, where the engine reads them in another form. */
interface FieldWriting {
    /** The field in the form that the engine reads; itself where it is not written so. */
    String plain(String field);

    /**
     * The writings that options name, by the names of the columns.
     *
     * @throws PipetteException BAD_USAGE for one that cannot be
     */
    static Map<String, FieldWriting> of(Map<String, String> options, boolean decimalComma) {
        Map<String, FieldWriting> writings = new LinkedHashMap<>();
        for (Assigned assigned : Assigned.all(options, FileFormat.THOUSANDS)) {
            assigned.into(writings, Thousands.of(assigned.value(), decimalComma));
        }
        for (Assigned assigned : Assigned.all(options, FileFormat.DATE_FORMATS)) {
            assigned.into(writings, Times.of(assigned.value()));
        }
        return writings;
    }

    /** A line of an option: {@code amount=.}. */
    record Assigned(String column, String value) {
        private static List<Assigned> all(Map<String, String> options, String option) {
            return options.containsKey(option)
                    ? options.get(option).lines().map(line -> of(option, line)).toList()
                    : List.of();
        }

        private static Assigned of(String option, String line) {
            int equals = line.lastIndexOf('=');
            if (equals <= 0) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + line + "' names no column for the option '" + option
                                + "'. Give a column and its "
                                + (option.equals(FileFormat.THOUSANDS)
                                        ? "separator of thousands: amount=."
                                        : "format: day=dd.MM.yyyy.")
                                + " A text of another column may only look so.");
            }
            return new Assigned(line.substring(0, equals), line.substring(equals + 1));
        }

        private void into(Map<String, FieldWriting> writings, FieldWriting writing) {
            if (writings.putIfAbsent(column, writing) != null) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the column '" + column + "' is given two formats. Give it one with .thousands(..)"
                                + " (--thousands) or .dateFormat(..) (--date-format).");
            }
        }
    }

    /** Numbers in groups of three digits. */
    record Thousands(Pattern grouped, Pattern separator) implements FieldWriting {
        private static final String KNOWN = ",.'_ ";

        static Thousands of(String separator, boolean decimalComma) {
            if (separator.length() != 1 || !KNOWN.contains(separator)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + separator + "' is not a separator of thousands. Give one of , . ' _ or a space.");
            }
            String point = decimalComma ? "," : ".";
            if (separator.equals(point)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + separator + "' cannot separate thousands and decimals. "
                                + (decimalComma
                                        ? "Leave .decimalComma() (--decimal-comma) out, or give another separator of"
                                                + " thousands."
                                        : "Add .decimalComma() (--decimal-comma), or give another separator of"
                                                + " thousands."));
            }
            String group = separator.equals(" ") ? "[ \\u00a0\\u202f]" : Pattern.quote(separator);
            return new Thousands(
                    Pattern.compile("[-+]?[0-9]{1,3}(?:" + group + "[0-9]{3})+(?:" + Pattern.quote(point) + "[0-9]*)?"),
                    Pattern.compile(group));
        }

        @Override
        public String plain(String field) {
            return grouped.matcher(field).matches() ? separator.matcher(field).replaceAll("") : field;
        }
    }

    /** Dates, times and timestamps. */
    record Times(DateTimeFormatter format) implements FieldWriting {
        private static final int LAST_YEAR = 9999;

        static Times of(String pattern) {
            try {
                DateTimeFormatter format = new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(proleptic(pattern))
                        .toFormatter(Locale.ENGLISH)
                        .withChronology(IsoChronology.INSTANCE)
                        .withResolverStyle(ResolverStyle.STRICT);
                ZonedDateTime sample = ZonedDateTime.parse("2024-11-28T21:43:05.123456Z");
                Times times = new Times(format);
                if (times.iso(format.parse(format.format(sample))).isEmpty()) {
                    throw refused(pattern, "it has neither a whole date nor a time of day");
                }
                return times;
            } catch (IllegalArgumentException | DateTimeException failed) {
                throw refused(pattern, String.valueOf(failed.getMessage()));
            }
        }

        private static PipetteException refused(String pattern, String why) {
            return new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + pattern + "' is not a format of dates or times (" + why
                            + "). Give a pattern of Java's DateTimeFormatter: dd.MM.yyyy, MM/dd/yyyy HH:mm:ss, d MMM yyyy.");
        }

        /** The pattern with the year that needs no era. */
        private static String proleptic(String pattern) {
            StringBuilder years = new StringBuilder();
            boolean quoted = false;
            for (char letter : pattern.toCharArray()) {
                quoted ^= letter == '\'';
                years.append(letter == 'y' && !quoted ? 'u' : letter);
            }
            return years.toString();
        }

        @Override
        public String plain(String field) {
            if (field.isEmpty()) {
                return field;
            }
            try {
                String iso = iso(format.parse(field));
                return iso.isEmpty() ? field : iso;
            } catch (DateTimeException otherText) {
                return field;
            }
        }

        private String iso(TemporalAccessor parsed) {
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            if (date == null) {
                return time == null ? "" : DateTimeFormatter.ISO_LOCAL_TIME.format(time);
            }
            if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
                return "";
            }
            if (time == null) {
                return date.toString();
            }
            return parsed.query(TemporalQueries.zone()) == null
                    ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.of(date, time))
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            ZonedDateTime.from(parsed).toOffsetDateTime());
        }
    }
}
