package dev.pipette.settings;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is missing and wrong, and says all of it in one error. The only place with the words for it. */
final class SettingProblems {
    private final List<String> lines = new ArrayList<>();
    private String firstKey = "KEY";

    /**
     * A key without a value.
     *
     * @param passedOver what was found instead, such as a placeholder and where
     */
    void missing(String key, List<String> passedOver, boolean secret) {
        String found = passedOver.isEmpty() ? "" : " (" + String.join("; ", passedOver) + ")";
        add(key, key + " is missing" + found + ". " + howToSet(key, secret));
    }

    /** A value that cannot be what it should; the reason never repeats a secret. */
    void wrong(String key, String reason, String origin) {
        add(key, key + " " + reason + " (" + origin + ").");
    }

    /** A secret in a file that is under version control. */
    void exposed(String key, String origin) {
        add(
                key,
                key + " is a secret and is in " + SettingsFiles.SETTINGS + ", which is kept with the code ("
                        + origin + "). Move it to " + SettingsFiles.SECRETS + ", or set " + variable(key)
                        + " in the environment.");
    }

    /** A record that refuses its values. */
    void refused(String section, String type, String reason) {
        add(
                section.isEmpty() ? "KEY" : section,
                (section.isEmpty() ? "the settings" : section) + " is refused by " + type + ": " + reason);
    }

    private void add(String key, String line) {
        if (lines.isEmpty()) {
            firstKey = key;
        }
        lines.add(line);
    }

    /** Ends the reading when something was found. */
    void throwIfAny() {
        if (lines.isEmpty()) {
            return;
        }
        String all = lines.size() == 1
                ? lines.getFirst() + " "
                : lines.size() + " settings are missing or wrong:\n  " + String.join("\n  ", lines) + "\n";
        String command = "pipette config explain " + (lines.size() == 1 ? firstKey : "KEY");
        throw new PipetteException(
                ErrorCode.BAD_SETTINGS, all + "'" + command + "' shows every place that was looked at.");
    }

    static void throwUnreadable(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    problems.size() == 1
                            ? problems.getFirst()
                            : problems.size() + " files of settings cannot be read:\n  "
                                    + String.join("\n  ", problems));
        }
    }

    /** Where a key could be set. */
    static String howToSet(String key, boolean secret) {
        String file = secret ? SettingsFiles.SECRETS : SettingsFiles.SETTINGS;
        int dot = key.lastIndexOf('.');
        String table = dot < 0 ? "" : " under [" + key.substring(0, dot) + "]";
        return "Set " + variable(key) + " in the environment or in .env, or " + key.substring(dot + 1) + " = \"..\""
                + table + " in " + file + ".";
    }

    private static String variable(String key) {
        return Spelling.of(key).getFirst().variables().getFirst();
    }
}
