package dev.pipette.engine.extract;

import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import java.time.temporal.Temporal;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how the source wrote the value that a cursor continues from. Of several writings of one value it keeps the text
 * that is furthest in the cursor's direction, as dlt does, which compares the texts.
 */
final class LastWriting {
    private final boolean up;
    private @Nullable Comparable<Object> value;
    private @Nullable Object writing;
    private long rows;

    LastWriting(LastValue lastValue) {
        this.up = lastValue != LastValue.LOWEST;
    }

    /**
     * Looks at a row that was kept.
     *
     * @param source the value as the source wrote it
     * @param here the value in the cursor's type
     * @param last the value that the cursor continues from, this row included
     */
    void row(Object source, Comparable<Object> here, Comparable<Object> last) {
        if (CursorKind.compare(here, last) != 0) {
            return;
        }
        Comparable<Object> known = value;
        boolean moved = known == null || CursorKind.compare(known, last) != 0;
        rows = moved ? 1 : rows + 1;
        if (moved || isFurther(source)) {
            value = last;
            writing = source;
        }
    }

    private boolean isFurther(Object source) {
        if (!(source instanceof String text) || !(writing instanceof String known)) {
            return false;
        }
        int order = CursorKind.compare(text, known);
        return up ? order > 0 : order < 0;
    }

    /**
     * Puts the text of a delimited file in the place of the time or date that Java saw.
     *
     * @param text of a value; empty where the file does not have it
     */
    void inFile(Function<Object, Optional<String>> text) {
        Object typed = writing;
        if (typed instanceof Temporal) {
            writing = text.apply(typed).<Object>map(found -> found).orElse(typed);
        }
    }

    /** How the source wrote a value; empty where no row had it. */
    Optional<Object> of(Comparable<Object> last) {
        Comparable<Object> known = value;
        return known != null && CursorKind.compare(known, last) == 0 ? Optional.ofNullable(writing) : Optional.empty();
    }

    /** How many rows had a value. */
    long rows(Comparable<Object> last) {
        Comparable<Object> known = value;
        return known != null && CursorKind.compare(known, last) == 0 ? rows : 0;
    }
}
