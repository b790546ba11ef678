package dev.pipette.engine.extract;

import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.Window;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a cursor compares texts all of which are numbers, where the order of the texts is another one than that of
 * the numbers: after "9" it would never see "10".
 */
final class NumbersInText {
    private final LastValue lastValue;
    private boolean others;
    private boolean disagrees;
    private @Nullable String furthestText;
    private @Nullable String furthestNumber;
    private @Nullable String example;

    NumbersInText(LastValue lastValue) {
        this.lastValue = lastValue;
    }

    /**
     * Looks at a row.
     *
     * @param here its value
     * @param start where the load begins; null where it takes all rows
     * @param window what a backfill loads; null for other loads
     */
    void row(Comparable<Object> here, @Nullable Comparable<Object> start, @Nullable Window<Comparable<Object>> window) {
        if (others || lastValue == LastValue.CUSTOM) {
            return;
        }
        if (!((Object) here instanceof String text) || !CursorKind.isNumber(text)) {
            others = true;
            return;
        }
        furthestText = further(furthestText, text, false);
        furthestNumber = further(furthestNumber, text, true);
        compare(text, start);
        compare(text, window == null ? null : window.to());
    }

    private void compare(String text, @Nullable Object bound) {
        if (!disagrees && bound instanceof String other && CursorKind.isNumber(other)) {
            disagrees = Integer.signum(CursorKind.compare(text, other)) != order(text, other);
            example = disagrees ? pair(text, other) : example;
        }
    }

    private String further(@Nullable String known, String text, boolean number) {
        if (known == null) {
            return text;
        }
        int order = number ? order(text, known) : CursorKind.compare(text, known);
        return (lastValue == LastValue.LOWEST ? order < 0 : order > 0) ? text : known;
    }

    private static int order(String one, String other) {
        return new BigDecimal(one).compareTo(new BigDecimal(other));
    }

    private static String pair(String one, String other) {
        return order(one, other) < 0 ? "'" + one + "' and '" + other + "'" : "'" + other + "' and '" + one + "'";
    }

    /**
     * Ends the walk.
     *
     * @throws PipetteException TYPE_MISMATCH where the two orders differ
     */
    void check(String resource, String path) {
        String text = furthestText;
        String number = furthestNumber;
        boolean end = text != null && number != null && order(text, number) != 0;
        if (!others && (disagrees || end)) {
            throw CursorKind.numbersInText(
                    resource,
                    path,
                    end && !disagrees ? pair(String.valueOf(text), String.valueOf(number)) : String.valueOf(example));
        }
    }
}
