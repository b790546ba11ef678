package dev.pipette.settings;

import dev.pipette.text.Grid;
import java.util.List;

/**
 * All settings that are set somewhere, with the place that counts. Secrets are three stars.
 *
 * <pre>{@code
 * System.out.println(Settings.load().overview());
 * }</pre>
 *
 * @param settings in the order of their keys
 */
public record SettingsOverview(List<Setting> settings) {
    /**
     * One setting.
     *
     * @param key the key
     * @param value its value as it may be shown; what is wrong with it where it has none
     * @param origin where it came from
     */
    public record Setting(String key, String value, String origin) {}

    /** Copies the list. */
    public SettingsOverview {
        settings = List.copyOf(settings);
    }

    private Grid grid() {
        Grid grid = new Grid("key", "value", "from");
        settings.forEach(setting -> grid.add(setting.key(), setting.value(), setting.origin()));
        return grid;
    }

    private String title() {
        return settings.isEmpty() ? "no settings" : settings.size() + (settings.size() == 1 ? " setting" : " settings");
    }

    /** An HTML table, for notebooks. */
    public String toHtml() {
        return "<p>" + title() + "</p>\n" + (settings.isEmpty() ? "" : grid().html());
    }

    @Override
    public String toString() {
        return settings.isEmpty() ? title() : title() + "\n\n" + grid().text();
    }
}
