package dev.pipette.cli;

import dev.pipette.rows.Rows;
import java.util.Collection;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How a table is shown to people: as wide as the terminal, or with all columns below each other. */
final class TableView {
    @Option(
            names = "--wide",
            description = "Shows each row as a block, one line for each column. Nothing is cut or left out.")
    private boolean wide;

    /** Whether all columns are asked for. */
    boolean isWide() {
        return wide;
    }

    /** Whether the order of columns is ours, because not all of them may fit or be beside each other. */
    boolean ordersColumns() {
        return wide || TerminalWidth.ofOutput().ofTables().isPresent();
    }

    /**
     * Rows as text.
     *
     * @param keys columns that come first where the table has to fit a terminal
     */
    String of(Rows rows, Collection<String> keys) {
        if (wide) {
            return rows.blocks(keys);
        }
        OptionalInt width = TerminalWidth.ofOutput().ofTables();
        if (width.isEmpty()) {
            return rows.toString();
        }
        return rows.fitted(width.getAsInt(), keys, "--wide shows all columns.");
    }
}
