package dev.pipette.rest;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** The header {@code Link} (RFC 8288). */
final class LinkHeader {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
    private static final Pattern RELATION =
            Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))", Pattern.CASE_INSENSITIVE);

    private LinkHeader() {}

    /** The first address that has a relation. */
    static Optional<String> find(Headers headers, String relation) {
        for (String header : headers.values("Link")) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                Matcher found = RELATION.matcher(link.group(2));
                if (found.find() && isAmong(found.group(1) == null ? found.group(2) : found.group(1), relation)) {
                    return Optional.of(link.group(1).strip());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAmong(String relations, String wanted) {
        return Arrays.stream(relations.split("\\s+")).anyMatch(wanted::equalsIgnoreCase);
    }
}
