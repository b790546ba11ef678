package dev.pipette.files.s3;

import java.util.Comparator;

/** The order of UTF-8 bytes, in which S3 lists; it is that of code points, and not that of Java's characters. */
final class KeyOrder {
    static final Comparator<String> BYTES = KeyOrder::compare;

    private KeyOrder() {}

    private static int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int at = 0; at < common; at++) {
            char left = one.charAt(at);
            char right = other.charAt(at);
            if (left != right) {
                // halves of code points beyond U+FFFF come after all others
                boolean leftHalf = Character.isSurrogate(left);
                return leftHalf == Character.isSurrogate(right) ? Character.compare(left, right) : leftHalf ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
