package dev.pipette.notebook;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;

/**
 * What cells may call, and what is imported in every notebook.
 *
 * <pre>{@code
 * display(p.dataset().table("quakes"));     // before the cell ends
 * String day = input("Which day? ");
 * }</pre>
 */
public final class Notebook {
    private Notebook() {}

    /** Shows a value below the cell, as its last one is shown. */
    public static void display(@Nullable Object value) {
        BaseKernel kernel = kernel();
        kernel.display(RichOutput.display(kernel, value == null ? "null" : value));
    }

    /** Asks the person at the notebook for a line of text. */
    public static String input(String prompt) throws IOException {
        System.out.print(prompt);
        System.out.flush();
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "input(..) has nobody to ask: this notebook runs without a person. Read the value from settings.");
        }
        return line;
    }

    /** A bar for each row: as long as the number in one column, with the name in the other. */
    public static Chart bar(Rows rows, String names, String numbers) {
        return Chart.of(Chart.Kind.BAR, rows, names, numbers);
    }

    /** A line through the numbers of one column, in the order of the other: numbers or times. */
    public static Chart line(Rows rows, String x, String numbers) {
        return Chart.of(Chart.Kind.LINE, rows, x, numbers);
    }

    /** A point for each row, by the numbers of two columns. */
    public static Chart scatter(Rows rows, String x, String y) {
        return Chart.of(Chart.Kind.SCATTER, rows, x, y);
    }

    /** How many rows have a number of one size: bars over equal ranges. */
    public static Chart histogram(Rows rows, String numbers) {
        return Chart.histogram(rows, numbers);
    }

    private static BaseKernel kernel() {
        return Frontend.kernel()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE, "display(..) is for notebooks. Elsewhere, print the value."));
    }
}
