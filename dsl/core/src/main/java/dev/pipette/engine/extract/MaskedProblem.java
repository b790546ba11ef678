package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors about input whose columns are masked: they name the place, and show nothing of its text. */
final class MaskedProblem {
    private static final Pattern PLACE =
            Pattern.compile("^\\[[A-Z_]+] (.*?, line [0-9,]+(?:, column [0-9,]+)?)", Pattern.DOTALL);

    private MaskedProblem() {}

    /** The error to throw: without the text of the input, and without a cause that has it. */
    static PipetteException of(ResourcePlan resource, ColumnSteps columns, PipetteException failed) {
        if (failed.code() == ErrorCode.NAME_COLLISION && columns.hidesNames()) {
            return new PipetteException(
                    failed.code(),
                    "a file of resource " + resource.name()
                            + " has two columns whose names cannot be told apart, or one"
                            + " whose name is Pipette's own. What its first line has is not shown, because columns are masked."
                            + " Nothing of it was loaded. Give the columns other names there; where the first line is a row, say"
                            + " so with csvFormat().withoutHeader() (--no-header).");
        }
        if (failed.code() != ErrorCode.SOURCE_UNREADABLE || !columns.masks()) {
            return failed;
        }
        Matcher place = PLACE.matcher(String.valueOf(failed.getMessage()));
        return new PipetteException(
                failed.code(),
                (place.find() ? place.group(1) : "a file of resource " + resource.name())
                        + " cannot be read. Its text is not shown, because columns are masked. Nothing of it was"
                        + " loaded. Correct it, or what declares its form: its delimiter, quotes and encoding.");
    }
}
