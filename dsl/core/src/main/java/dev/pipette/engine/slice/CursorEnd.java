package dev.pipette.engine.slice;

import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import java.util.Comparator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * How far a cursor came.
 *
 * @param lastValue which of two values is further
 * @param kind how its values are compared
 * @param value the furthest one
 * @param moved whether it is another value than the committed one
 * @param written the value as the source wrote it; null where no row has it
 * @param slice position of the slice with the row that {@code written} is of
 * @param rows how many loaded rows have the value
 */
@Value.Builder
public record CursorEnd(
        LastValue lastValue,
        CursorKind kind,
        Comparable<?> value,
        boolean moved,
        @Nullable Object written,
        int slice,
        long rows) {
    /** Texts before others, as rows of text can be distinguished; of other writings that of the earliest slice. */
    private static final Comparator<CursorEnd> WRITINGS = Comparator.<CursorEnd, Boolean>comparing(
                    end -> end.written == null)
            .thenComparing(end -> !(end.written instanceof String))
            .thenComparing(CursorEnd::byText)
            .thenComparingInt(CursorEnd::slice);

    /** An end whose parts are given by name. */
    public static CursorEndBuilder builder() {
        return new CursorEndBuilder();
    }

    /** Texts in the cursor's direction, as dlt compares them. */
    private static int byText(CursorEnd one, CursorEnd other) {
        if (!(one.written instanceof String text) || !(other.written instanceof String otherText)) {
            return 0;
        }
        int order = CursorKind.compare(text, otherText);
        return one.lastValue == LastValue.LOWEST ? order : -order;
    }

    /**
     * The value that the next load continues from, as the state keeps it; the committed one in its own writing, where the cursor
     * did not move.
     *
     * @param start the committed value, as the state keeps it; null where there is none
     */
    public @Nullable Object state(@Nullable Object start) {
        return moved ? kind.toState(value) : start;
    }

    /**
     * How far the cursor came in both.
     *
     * @throws IllegalArgumentException where the values cannot be compared: of two kinds, or by a function of the user's
     */
    CursorEnd join(CursorEnd other) {
        if (kind != other.kind || lastValue != other.lastValue || lastValue == LastValue.CUSTOM) {
            throw new IllegalArgumentException("ends of cursors that are not alike: " + this + " and " + other);
        }
        if (lastValue.isBeyond(value, other.value)) {
            return this;
        }
        if (lastValue.isBeyond(other.value, value)) {
            return other;
        }
        CursorEnd writing = WRITINGS.compare(this, other) <= 0 ? this : other;
        return builder().from(writing).rows(rows + other.rows).build();
    }
}
