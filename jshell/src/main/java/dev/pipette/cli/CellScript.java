package dev.pipette.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * A script in cells, each of which begins at a line {@code // %%}: the percent format, which editors and Jupytext know.
 *
 * <pre>{@code
 * CellScript.parsed("int one = 1\n\n// %% [markdown]\n// # Two\n").cells();   // code "int one = 1", markdown "# Two"
 * }</pre>
 *
 * @param crlf whether its lines end as on Windows
 * @param mark whether it begins with the mark of a byte order
 */
record CellScript(List<ScriptCell> cells, boolean crlf, boolean mark) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static CellScript parsed(String script) {
        boolean mark = script.startsWith(BYTE_ORDER_MARK);
        String marked = mark ? script.substring(1) : script;
        boolean crlf = marked.contains("\r\n") && !marked.replace("\r\n", "").matches("(?s).*[\r\n].*");
        String text = crlf ? marked.replace("\r\n", "\n") : marked;
        List<Integer> begins = begins(text);
        List<ScriptCell> cells = new ArrayList<>();
        for (int at = 0; at < begins.size(); at++) {
            boolean last = at == begins.size() - 1;
            int end = last ? text.length() : begins.get(at + 1);
            cells.add(ScriptCell.parsed(text.substring(begins.get(at), end), last));
        }
        return new CellScript(cells, crlf, mark);
    }

    /** Where the cells of a text begin. */
    static List<Integer> begins(String text) {
        List<Integer> begins = new ArrayList<>();
        Matcher marker = ScriptCell.MARKER.matcher(text);
        while (marker.find()) {
            begins.add(marker.start());
        }
        if (!text.isEmpty() && (begins.isEmpty() || begins.getFirst() > 0)) {
            begins.addFirst(0);
        }
        return begins;
    }

    /** The whole script. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < cells.size(); at++) {
            text.append(cells.get(at).written(at == 0, at == cells.size() - 1));
        }
        return (mark ? BYTE_ORDER_MARK : "") + (crlf ? text.toString().replace("\n", "\r\n") : text);
    }
}
