package dev.pipette.incremental;

import dev.pipette.engine.lexical.NumberText;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the values of a cursor are read and compared. Instants are compared as instants, never as text. */
public enum CursorKind {
    /** {@link Long}. */
    INTEGER(Long.class, ValueType.BIGINT),
    /** {@link BigDecimal}. */
    DECIMAL(BigDecimal.class, ValueType.DECIMAL),
    /** {@link Instant}; text is read as ISO 8601 with an offset. */
    INSTANT(Instant.class, ValueType.TIMESTAMP),
    /** {@link LocalDateTime}; text is read as ISO 8601 without an offset. */
    LOCAL_TIMESTAMP(LocalDateTime.class, ValueType.LOCAL_TIMESTAMP),
    /** {@link LocalDate}; text is read as ISO 8601. */
    DATE(LocalDate.class, ValueType.DATE),
    /** {@link String}, compared by code point. */
    TEXT(String.class, ValueType.TEXT);

    private final Class<?> type;
    private final ValueType valueType;

    CursorKind(Class<?> type, ValueType valueType) {
        this.type = type;
        this.valueType = valueType;
    }

    /** The type of the column's values. */
    public ValueType valueType() {
        return valueType;
    }

    /** The kind that compares values of this type. */
    static CursorKind of(Class<?> type) {
        for (CursorKind kind : values()) {
            if (kind.type == type) {
                return kind;
            }
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "a cursor cannot compare values of " + type.getName()
                        + ". Use Long, BigDecimal, Instant, LocalDateTime, LocalDate or String.");
    }

    /** The kind of a column of this type; empty for one that has no order to follow. */
    public static Optional<CursorKind> of(ValueType type) {
        return switch (type) {
            case BIGINT -> Optional.of(INTEGER);
            case DECIMAL, DOUBLE -> Optional.of(DECIMAL);
            case TIMESTAMP -> Optional.of(INSTANT);
            case LOCAL_TIMESTAMP -> Optional.of(LOCAL_TIMESTAMP);
            case DATE -> Optional.of(DATE);
            case TEXT -> Optional.of(TEXT);
            case BOOL, TIME, BINARY, JSON -> Optional.empty();
        };
    }

    /**
     * Compares two values of one kind. Text by code point, as databases compare the bytes of UTF-8; {@link
     * String#compareTo(String)} has U+10000 and above before U+E000.
     */
    public static int compare(Comparable<?> one, Comparable<?> other) {
        return CursorOrder.compare(one, other);
    }

    /**
     * The kind of a value where none is declared: that of the column that it makes. Text is a time only where it is
     * written as a column of times has to be, and never a number.
     */
    public static Optional<CursorKind> guess(Object value) {
        return value instanceof CharSequence text
                ? Stream.of(INSTANT, DATE, LOCAL_TIMESTAMP, TEXT)
                        .filter(kind -> kind.read(text.toString()).isPresent())
                        .findFirst()
                : Stream.of(INTEGER, DECIMAL, INSTANT, DATE, LOCAL_TIMESTAMP)
                        .filter(kind -> kind.read(value).isPresent())
                        .findFirst();
    }

    /** The kind of a value that the state keeps, in whatever way its source wrote it. */
    public static CursorKind ofState(Object stored) {
        return Stream.of(INTEGER, DECIMAL, INSTANT, DATE, LOCAL_TIMESTAMP)
                .filter(kind -> CursorValues.inState(kind, stored)
                        .or(() -> kind.isNumber() ? kind.read(stored) : kind.readDeclared(stored, Optional.empty()))
                        .isPresent())
                .findFirst()
                .orElse(TEXT);
    }

    /** Whether its values are times. */
    public boolean isTime() {
        return this == INSTANT || this == LOCAL_TIMESTAMP || this == DATE;
    }

    private boolean isNumber() {
        return this == INTEGER || this == DECIMAL;
    }

    /** The kind that has the values of both: numbers are one kind, and a date is its midnight. */
    public Optional<CursorKind> join(CursorKind other) {
        return this == other
                ? Optional.of(this)
                : widened().filter(other::equals).or(() -> other.widened().filter(this::equals));
    }

    /** The kind that has all values of this one, and others. */
    public Optional<CursorKind> widened() {
        return switch (this) {
            case INTEGER -> Optional.of(DECIMAL);
            case DATE -> Optional.of(LOCAL_TIMESTAMP);
            case DECIMAL, INSTANT, LOCAL_TIMESTAMP, TEXT -> Optional.empty();
        };
    }

    /** What to write after a column to declare the kind: {@code at:timestamp}. */
    public String word() {
        return this == INSTANT ? "timestamp" : name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a word declares. */
    public static Optional<CursorKind> ofWord(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** How a cursor is declared that compares such values, in Java and on the command line. */
    public String declaration(String path) {
        return "cursor(\"" + path + "\", " + type.getSimpleName() + ".class), or --cursor " + path + ":" + word();
    }

    /**
     * Reads a row's value where the cursor declares this kind: also a number that is written as text, and a time whose
     * text leaves out the seconds.
     *
     * @param zone in which times without an offset are, where instants are compared; empty where they are of another kind
     */
    public Optional<Comparable<?>> readDeclared(Object value, Optional<ZoneId> zone) {
        return value instanceof CharSequence text && this != TEXT
                ? CursorValues.declared(this, text.toString(), zone)
                : read(value, zone);
    }

    /** Whether a text is a number, which a comparison of texts puts into another place. */
    public static boolean isNumber(Comparable<?> value) {
        return value instanceof String text && NumberText.isPlainNumber(text);
    }

    /** Reads a row's value as its column holds it; empty when it is of another kind. */
    public Optional<Comparable<?>> read(Object value) {
        return value instanceof CharSequence text
                ? CursorValues.undeclared(this, text.toString())
                : Optional.ofNullable(CursorValues.typed(this, value));
    }

    /**
     * Reads a row's value as its column holds it, also a time without an offset in this zone where instants are
     * compared; empty when it is of another kind.
     *
     * @param zone in which such times are; empty where none is declared, and they are of another kind
     */
    public Optional<Comparable<?>> read(Object value, Optional<ZoneId> zone) {
        Optional<Comparable<?>> read = read(value);
        return this != INSTANT || read.isPresent() || zone.isEmpty()
                ? read
                : LOCAL_TIMESTAMP
                        .read(value)
                        .flatMap(local -> CursorValues.instantOfRow((LocalDateTime) local, zone.get()));
    }

    /** The value as the state document keeps it: numbers as they are, everything else as ISO text. */
    public Object toState(Comparable<?> value) {
        return value instanceof Long || value instanceof BigDecimal ? value : value.toString();
    }

    /** Reads a value that the state document kept, dlt's forms included. */
    public Comparable<?> fromState(Object stored, Optional<ZoneId> zone, String resource, String path) {
        Object value = stored instanceof Integer number ? Long.valueOf(number) : stored;
        return CursorValues.inState(this, value)
                .or(() -> readDeclared(value, zone))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.CURSOR_MISSING,
                        "resource " + resource + ": cursor '" + path + "' is at '" + stored
                                + "', and now it compares "
                                + describe()
                                + (this == INSTANT
                                                && LOCAL_TIMESTAMP
                                                        .readDeclared(value, Optional.empty())
                                                        .isPresent()
                                        ? ". The committed value has no offset. Say in which time zone it is:"
                                                + " .zone(ZoneId.of(\"UTC\")), or set it"
                                        : ". The two cannot be compared. Load values of the type that it had, or set it to"
                                                + " where it continues in the new one")
                                + ": pipeline.admin().setCursor(\"" + resource + "\", value), or pipette pipeline NAME"
                                + " cursor " + resource + " --set " + example() + " --as " + word() + "."));
    }

    /** A value of this kind, for texts that show how to write one. */
    public String example() {
        return switch (this) {
            case INTEGER -> "1000";
            case DECIMAL -> "10.5";
            case INSTANT -> "2025-01-31T06:00:00Z";
            case LOCAL_TIMESTAMP -> "2025-01-31T06:00:00";
            case DATE -> "2025-01-31";
            case TEXT -> "abc";
        };
    }

    /**
     * A value as a table keeps it: instants and timestamps to the microsecond. What is compared with a bound is compared
     * like this, so that Java and SQL never differ about a row.
     */
    public Comparable<?> kept(Comparable<?> value) {
        return CursorOrder.kept(value);
    }

    /** The value as a number: times in microseconds and dates in days since 1970; 0 for texts. Greater for greater values. */
    public static double position(Comparable<?> value) {
        return CursorOrder.position(value);
    }

    /**
     * Reads a bound as people write it; empty when it is of another kind. A date is its midnight.
     *
     * @param zone in which midnights and times without an offset are, where instants are compared
     */
    public Optional<Comparable<?>> bound(String text, ZoneId zone) {
        return CursorBounds.bound(this, text, zone);
    }

    /**
     * Reads the bounds of a backfill in the kind that its column turned out to have.
     *
     * @throws PipetteException TYPE_MISMATCH for a bound of another kind, BAD_USAGE when it ends before it begins
     */
    public Window<Comparable<Object>> window(
            Window<String> text, ZoneId zone, LastValue lastValue, String resource, String path) {
        return CursorBounds.window(this, text, zone, lastValue, resource, path);
    }

    /**
     * Refuses a lag by which values of this kind cannot be moved.
     *
     * @param where begins the message: the resource, or nothing
     */
    public void checkLag(Lag lag, String where, String path) {
        if (!lag.fits(this)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    where + "lag(" + lag + ") does not fit cursor '" + path + "', whose values are " + describe()
                            + switch (this) {
                                case INTEGER, DECIMAL -> ". Say lag(1000).";
                                case INSTANT -> ". Say lag(Duration.ofDays(3)).";
                                case LOCAL_TIMESTAMP -> ". Say lag(Period.ofDays(3)) or lag(Duration.ofHours(2)).";
                                case DATE -> ". Say lag(Period.ofDays(3)).";
                                case TEXT ->
                                    ", and texts have no distance. Declare the cursor with the type of the column: "
                                            + INSTANT.declaration(path) + ".";
                            });
        }
    }

    /**
     * An error for texts all of which are numbers, where a comparison of texts would leave rows out.
     *
     * @param pair two of them whose order is the other way round as texts
     */
    public static PipetteException numbersInText(String resource, String path, String pair) {
        return new PipetteException(
                ErrorCode.TYPE_MISMATCH,
                "resource " + resource + ": cursor '" + path + "' compares texts, and all of them are numbers, such as "
                        + pair + ", which are the other way round as texts: rows would be left out. Nothing was loaded."
                        + " Compare them as numbers: " + INTEGER.declaration(path) + " (" + DECIMAL.word()
                        + " for fractions).");
    }

    /**
     * Why a value of another kind cannot be compared, and what to do, after the place of the value.
     *
     * @param kind in which values are compared; null where the value has no order
     * @param own the kind of the value; null where it has no order
     * @param first whether it is the first one that was read
     */
    public static String mismatch(@Nullable CursorKind kind, @Nullable CursorKind own, String path, boolean first) {
        if (kind == null || own == null) {
            return " with others. A cursor follows numbers, dates, times and texts: choose a column that has them.";
        }
        if (kind == INSTANT && (own == LOCAL_TIMESTAMP || own == DATE)) {
            return " with " + kind.describe()
                    + ", because it has no offset. Compare it as it is: " + LOCAL_TIMESTAMP.declaration(path)
                    + "; or say in which time zone it is: .zone(ZoneId.of(\"UTC\")).";
        }
        return " with " + kind.describe()
                + (first
                        ? ". Declare the cursor with the type of the column: " + own.declaration(path) + "."
                        : ". Make the values of the column alike with .map(..), or follow a column whose values are.");
    }

    /** What is wrong with a row that comes out of order, after the place of the row. */
    public static String outOfOrder(Object value, Object before, String path, RowOrder order) {
        return "the value " + value + " of cursor '" + path + "' comes after " + before
                + ", and the rows were declared to come in " + order.word()
                + " order. Let the source sort by it, or leave rowOrder(..) out.";
    }

    /** What its values are, as words in a sentence. */
    public String describe() {
        return switch (this) {
            case INTEGER -> "integers";
            case DECIMAL -> "numbers";
            case INSTANT -> "instants (2025-01-31T06:00:00Z)";
            case LOCAL_TIMESTAMP -> "timestamps without an offset (2025-01-31T06:00:00)";
            case DATE -> "dates (2025-01-31)";
            case TEXT -> "texts";
        };
    }
}
