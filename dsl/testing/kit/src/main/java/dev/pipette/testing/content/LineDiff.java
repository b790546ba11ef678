package dev.pipette.testing.content;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What differs between two short texts, line by line: {@code -} is before lines of the expected one, {@code +} before
 * lines of the actual one, with two lines around for orientation.
 *
 * <pre>{@code
 * LineDiff.between("a\nb\n", "a\nc\n");   // "  a", "- b", "+ c"
 * }</pre>
 */
public final class LineDiff {
    private static final int AROUND = 2;

    private LineDiff() {}

    /** The text of what differs; empty where nothing does. */
    public static String between(String expected, String actual) {
        List<String> marked = marked(expected.lines().toList(), actual.lines().toList());
        List<String> shown = new ArrayList<>();
        boolean gap = false;
        for (int at = 0; at < marked.size(); at++) {
            if (nearChange(marked, at)) {
                if (gap && !shown.isEmpty()) {
                    shown.add("  ...");
                }
                gap = false;
                shown.add(marked.get(at).stripTrailing());
            } else {
                gap = true;
            }
        }
        return shown.stream().collect(Collectors.joining("\n"));
    }

    private static boolean nearChange(List<String> marked, int at) {
        for (int near = Math.max(0, at - AROUND); near <= Math.min(marked.size() - 1, at + AROUND); near++) {
            if (marked.get(near).charAt(0) != ' ') {
                return true;
            }
        }
        return false;
    }

    /** The longest common subsequence is what stayed. */
    private static List<String> marked(List<String> one, List<String> other) {
        int[][] common = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                common[i][j] = one.get(i).equals(other.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> marked = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            if (i < one.size() && j < other.size() && one.get(i).equals(other.get(j))) {
                marked.add("  " + one.get(i));
                i++;
                j++;
            } else if (i < one.size() && (j == other.size() || common[i + 1][j] >= common[i][j + 1])) {
                marked.add("- " + one.get(i++));
            } else {
                marked.add("+ " + other.get(j++));
            }
        }
        return marked;
    }
}
