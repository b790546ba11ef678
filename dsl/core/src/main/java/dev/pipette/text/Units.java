package dev.pipette.text;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers with their units, as people read them: {@code 1,234 rows}, {@code 2.5 MB}, {@code 120 ms}. */
public final class Units {
    private Units() {}

    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Names packages: {@code package 1.5}, {@code packages 1.5, 1.6}. */
    public static String packages(List<String> loadIds) {
        return (loadIds.size() == 1 ? "package " : "packages ") + String.join(", ", loadIds);
    }

    public static String rows(long rows) {
        return number(rows) + (rows == 1 ? " row" : " rows");
    }

    /** A size, in the units of 1,000 that disks are sold in. */
    public static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 1_000 && unit < 3) {
            size /= 1_000;
            unit++;
        }
        return String.format(
                Locale.ROOT, "%.1f %s", size, List.of("kB", "MB", "GB", "TB").get(unit));
    }

    public static String time(Duration duration) {
        long millis = duration.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
