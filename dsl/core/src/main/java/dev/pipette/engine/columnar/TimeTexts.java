package dev.pipette.engine.columnar;

import dev.pipette.engine.lexical.TimeText;
import dev.pipette.engine.slice.TimeWriting;

/**
 * Watches whether all texts of a column are written as timestamps with an offset, or all as timestamps without one, and
 * beside these the infinities. It looks at the writing only; DuckDB knows whether there is such a day.
 */
public final class TimeTexts {
    private boolean instants = true;
    private boolean locals = true;

    public void see(String text) {
        if (instants || locals) {
            switch (TimeText.form(text)) {
                case INSTANT -> locals = false;
                case LOCAL -> instants = false;
                case ENDLESS -> {} // it is either
                case OTHER -> {
                    instants = false;
                    locals = false;
                }
            }
        }
    }

    /** How the texts that were seen write times. */
    public TimeWriting writing() {
        return new TimeWriting(instants, locals);
    }
}
