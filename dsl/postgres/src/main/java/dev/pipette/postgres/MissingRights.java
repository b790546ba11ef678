package dev.pipette.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the GRANT that is missing from what PostgreSQL says; see {@code aclcheck_error} in its {@code aclchk.c}. */
final class MissingRights {
    private static final Pattern DENIED = Pattern.compile("permission denied for (\\w+(?: \\w+)?) \"?(.+?)\"?");
    private static final Pattern NOT_OWNER = Pattern.compile("must be owner of (\\w+(?: \\w+)?) \"?(.+?)\"?");
    private static final Pattern TEMPORARY =
            Pattern.compile("permission denied to create temporary tables in database \"(.+)\"");

    private MissingRights() {}

    static String advice(Place place, Symptoms seen) {
        String role = place.role();
        Matcher denied = DENIED.matcher(seen.sentence());
        Matcher notOwner = NOT_OWNER.matcher(seen.sentence());
        Matcher temporary = TEMPORARY.matcher(seen.sentence());
        if (temporary.matches()) {
            return "Let an administrator run: GRANT TEMPORARY ON DATABASE " + BinaryCopy.quoted(temporary.group(1))
                    + " TO " + role + ".";
        }
        if (notOwner.matches()) {
            return "Only its owner may change it: let an administrator grant the role that owns it to " + role
                    + ", or run: ALTER " + notOwner.group(1).toUpperCase(java.util.Locale.ROOT) + " .. OWNER TO " + role
                    + ".";
        }
        if (!denied.matches()) {
            return seen.says("row-level security")
                    ? "A policy of the table forbids it: add a policy for " + role + ", or give it BYPASSRLS."
                    : "Let an administrator grant what is missing to " + role + ".";
        }
        String name = BinaryCopy.quoted(denied.group(2));
        return "Let an administrator run: "
                + switch (denied.group(1)) {
                    case "database" -> "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE " + name;
                    case "schema" -> "GRANT USAGE, CREATE ON SCHEMA " + name;
                    case "table", "view" -> "GRANT SELECT, INSERT, UPDATE, DELETE ON " + name;
                    default -> "GRANT .. ON " + denied.group(1).toUpperCase(java.util.Locale.ROOT) + " " + name;
                }
                + " TO " + role + ".";
    }
}
