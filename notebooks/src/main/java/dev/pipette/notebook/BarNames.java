package dev.pipette.notebook;

import dev.pipette.text.TextTable;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.List;

/**
 * The names below the bars of a picture. Where a name is wider than its bar, all are written upright, and long ones are cut to leave
 * room for the bars.
 *
 * @param shown one for each bar
 * @param height that they take below the bars
 */
record BarNames(List<String> shown, boolean areUpright, int height) {
    private static final int LONGEST_UPRIGHT = 18;
    private static final int GAP = 6;

    /** @param width of all bars together */
    static BarNames of(Chart chart, Font font, int width) {
        List<String> names =
                chart.points().stream().map(point -> point.x().toString()).toList();
        if (width(names, font) + GAP <= width / names.size()) {
            return new BarNames(names, false, font.getSize());
        }
        List<String> cut = names.stream()
                .map(name -> TextTable.cell(name, LONGEST_UPRIGHT).text())
                .toList();
        boolean areDistinct = cut.stream().distinct().count() == cut.size();
        List<String> shown = areDistinct ? cut : names;
        return new BarNames(shown, true, width(shown, font));
    }

    /** How wide the widest name is. */
    private static int width(List<String> names, Font font) {
        FontRenderContext page = new FontRenderContext(null, true, true);
        return (int) names.stream()
                .mapToDouble(name -> font.getStringBounds(name, page).getWidth())
                .max()
                .orElse(0);
    }
}
