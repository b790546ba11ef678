package dev.pipette.schema;

/**
 * The type of a value, finer than {@link DataType} where dlt's name covers two: a timestamp with a time zone and one
 * without are different values.
 */
public enum ValueType {
    /** True or false. */
    BOOL(DataType.BOOL),
    /** An integer of at most 64 bits. */
    BIGINT(DataType.BIGINT),
    /** An exact number of at most 38 digits. */
    DECIMAL(DataType.DECIMAL),
    /** A 64-bit floating point number, NaN and the infinities included. */
    DOUBLE(DataType.DOUBLE),
    /** An instant, in microseconds, stored in UTC. */
    TIMESTAMP(DataType.TIMESTAMP),
    /** A date and time of day without a time zone, in microseconds. */
    LOCAL_TIMESTAMP(DataType.TIMESTAMP),
    /** A calendar date. */
    DATE(DataType.DATE),
    /** A time of day, in microseconds. */
    TIME(DataType.TIME),
    /** Bytes. */
    BINARY(DataType.BINARY),
    /** A JSON document. */
    JSON(DataType.JSON),
    /** Text. */
    TEXT(DataType.TEXT);

    private final DataType dataType;

    ValueType(DataType dataType) {
        this.dataType = dataType;
    }

    /** The type in dlt's schema document. */
    public DataType dataType() {
        return dataType;
    }

    /** Whether its values are numbers. */
    public boolean isNumber() {
        return this == BIGINT || this == DECIMAL || this == DOUBLE;
    }

    /** The type of the values of a column of the schema. */
    public static ValueType of(DataType type, boolean timezone) {
        return switch (type) {
            case BOOL -> BOOL;
            case BIGINT -> BIGINT;
            case DECIMAL, WEI -> DECIMAL;
            case DOUBLE -> DOUBLE;
            case TIMESTAMP -> timezone ? TIMESTAMP : LOCAL_TIMESTAMP;
            case DATE -> DATE;
            case TIME -> TIME;
            case BINARY -> BINARY;
            case JSON -> JSON;
            case TEXT -> TEXT;
        };
    }
}
