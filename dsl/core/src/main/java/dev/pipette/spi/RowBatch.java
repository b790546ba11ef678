package dev.pipette.spi;

import java.math.BigDecimal;

/**
 * Some rows of a load package, column by column. A value is read with the method for its column's type, and only where
 * it is not null; columns and rows count from 0.
 */
public interface RowBatch {
    /** How many rows. */
    int rows();

    /** Whether there is no value. */
    boolean isNull(int column, int row);

    /** A truth. */
    boolean bool(int column, int row);

    /**
     * An integer; also a time, as a number: a timestamp, an instant or naive, in microseconds since 1970-01-01; a time
     * of day in microseconds since midnight; a date in days since 1970-01-01. Times without an end are
     * {@link Long#MAX_VALUE}, without a beginning {@link Long#MIN_VALUE}.
     */
    long integer(int column, int row);

    /** A double. */
    double floating(int column, int row);

    /** An exact number. */
    BigDecimal decimal(int column, int row);

    /** Text, and a JSON document. */
    String text(int column, int row);

    /** Bytes. */
    byte[] bytes(int column, int row);
}
