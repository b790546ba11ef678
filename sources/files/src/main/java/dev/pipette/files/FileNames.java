package dev.pipette.files;

import java.util.Locale;

/** What the name of a file says. */
final class FileNames {
    private FileNames() {}

    static boolean endsWith(String name, String... endings) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : endings) {
            if (lower.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
