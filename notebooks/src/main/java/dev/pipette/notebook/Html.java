package dev.pipette.notebook;

import dev.pipette.text.TextTable;

/** What the HTML of a notebook has around it: rules for how it looks, and neither scripts nor anything from elsewhere. */
final class Html {
    /** The colors are those of JupyterLab's theme, where there is one, so that a dark one stays dark. */
    private static final String STYLE = """
            <style>
            .pipette{font-size:13px;line-height:1.45;max-width:100%;overflow-x:auto}
            .pipette p{margin:.3em 0}.pipette h4{margin:.8em 0 .2em}
            .pipette table{border-collapse:collapse;margin:.4em 0;font-variant-numeric:tabular-nums}
            .pipette th,.pipette td{padding:.2em .8em;border-bottom:1px solid var(--jp-border-color2,#ddd);\
            vertical-align:top;white-space:nowrap}
            .pipette thead th{border-bottom:2px solid var(--jp-border-color1,#bbb);font-weight:600}
            .pipette th small{display:block;font-weight:400;opacity:.65}
            .pipette td em{opacity:.55}.pipette summary{cursor:pointer;padding:.2em 0}
            .pipette .note{opacity:.75}
            </style>
            """;

    private Html() {}

    /** A part of a page, in the look of Pipette. */
    static String framed(String html) {
        return STYLE + "<div class=\"pipette\">\n" + html + "</div>\n";
    }

    /** One line of progress. */
    static String progress(String line, Progress state) {
        return "<div style=\"font-size:13px\"><span style=\"color:" + state.color + "\">" + state.mark + "</span> "
                + TextTable.escaped(line) + "</div>\n";
    }

    /** How far a run is. */
    enum Progress {
        RUNNING("&#9655;", "inherit"),
        DONE("&#10003;", "var(--jp-success-color1,#2e7d32)"),
        STOPPED("&#10005;", "var(--jp-error-color1,#c62828)");

        private final String mark;
        private final String color;

        Progress(String mark, String color) {
            this.mark = mark;
            this.color = color;
        }
    }
}
