package dev.pipette.testing.s3;

import java.util.List;
import java.util.stream.Collectors;

/** Keys and requests in messages. */
final class Listed {
    private static final int MOST = 20;

    private Listed() {}

    static String of(List<?> all) {
        if (all.isEmpty()) {
            return "none";
        }
        String listed = all.stream().limit(MOST).map(Object::toString).collect(Collectors.joining(", "));
        return all.size() > MOST ? listed + " and " + (all.size() - MOST) + " more" : listed;
    }
}
