package dev.pipette.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that was meant where one is mistyped.
 *
 * <pre>{@code
 * NearestName.of("affilate_id", List.of("date", "affiliate_id"));       // Optional[affiliate_id]
 * NearestName.question("jsnl", List.of("csv", "jsonl"));                // " Did you mean 'jsonl'?"
 * }</pre>
 */
public final class NearestName {
    private NearestName() {}

    /** Returns the nearest of the known names; empty where none is near. */
    public static Optional<String> of(String name, Collection<String> known) {
        int most = Math.min(Math.max(1, name.length() / 3), name.length() - 1); // not each letter is near to each other
        record Near(String name, int distance) {}
        return known.stream()
                .filter(other -> !other.equals(name) && Math.abs(other.length() - name.length()) <= most)
                .map(other -> new Near(other, distance(lower(name), lower(other))))
                .filter(near -> near.distance() <= most)
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(Near::name);
    }

    /** Returns a question to put behind an error, with a space before it; empty where no name is near. */
    public static String question(String name, Collection<String> known) {
        return of(name, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** How many characters are added, removed, changed, or change places with the next one. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] now = new int[other.length() + 1];
            now[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int changed = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                now[column] = Math.min(Math.min(now[column - 1], last[column]) + 1, last[column - 1] + changed);
                boolean swapped = row > 1
                        && column > 1
                        && one.charAt(row - 1) == other.charAt(column - 2)
                        && one.charAt(row - 2) == other.charAt(column - 1);
                if (swapped) {
                    now[column] = Math.min(now[column], before[column - 2] + 1);
                }
            }
            before = last;
            last = now;
        }
        return last[other.length()];
    }
}
