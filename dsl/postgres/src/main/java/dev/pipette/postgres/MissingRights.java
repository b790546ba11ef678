package dev.pipette.postgres;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the GRANT that is missing from what PostgreSQL says; see {@code aclcheck_error} in its {@code aclchk.c}. */
final class MissingRights {
    private static final Pattern DENIED = Pattern.compile("permission denied for (\\w+(?: \\w+)?) \"?(.+?)\"?");
    private static final Pattern NOT_OWNER = Pattern.compile("must be owner of (\\w+(?: \\w+)?) \"?(.+?)\"?");
    private static final Pattern TEMPORARY =
            Pattern.compile("permission denied to create temporary tables in database \"(.+)\"");

    /** A schema, and what is in one. */
    private static final Set<String> ROOMS = Set.of("schema", "table", "view", "sequence");

    private MissingRights() {}

    static String advice(Place place, Symptoms seen) {
        String role = place.role();
        Matcher denied = DENIED.matcher(seen.sentence());
        Matcher notOwner = NOT_OWNER.matcher(seen.sentence());
        Matcher temporary = TEMPORARY.matcher(seen.sentence());
        if (temporary.matches()) {
            return "Let an administrator run: GRANT TEMPORARY ON DATABASE " + BinaryCopy.quoted(temporary.group(1))
                    + " TO " + role + ";";
        }
        if (notOwner.matches()) {
            return "Only its owner may change it: let an administrator run: ALTER "
                    + notOwner.group(1).toUpperCase(Locale.ROOT) + " " + name(place, notOwner) + " OWNER TO " + role
                    + ";";
        }
        if (!denied.matches()) {
            return seen.says("row-level security")
                    ? "A policy of the table forbids it: add a policy for " + role + ", or give it BYPASSRLS."
                    : "Let an administrator grant what is missing to " + role + ".";
        }
        return "Let an administrator run: " + grants(place, denied, role);
    }

    /** All that a load needs, so that the next one does not stop at the next table. */
    private static String grants(Place place, Matcher denied, String role) {
        String kind = denied.group(1);
        if (kind.equals("database")) {
            return "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE " + BinaryCopy.quoted(denied.group(2)) + " TO " + role
                    + ";";
        }
        String schema = kind.equals("schema") ? denied.group(2) : place.dataset();
        if (!ROOMS.contains(kind) || schema.isEmpty()) {
            String grant = kind.equals("table") || kind.equals("view")
                    ? "GRANT SELECT, INSERT, UPDATE, DELETE ON "
                    : "GRANT .. ON " + kind.toUpperCase(Locale.ROOT) + " ";
            return grant + BinaryCopy.quoted(denied.group(2)) + " TO " + role + ";";
        }
        return all(schema, role);
    }

    /** The statements that let a role load into a dataset. */
    static String all(String schema, String role) {
        String in = "SCHEMA " + BinaryCopy.quoted(schema) + " TO " + role + ";";
        return "GRANT USAGE, CREATE ON " + in + " GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN " + in
                + " GRANT USAGE, SELECT ON ALL SEQUENCES IN " + in;
    }

    private static String name(Place place, Matcher denied) {
        return ROOMS.contains(denied.group(1)) && !denied.group(1).equals("schema")
                ? place.table(denied.group(2))
                : BinaryCopy.quoted(denied.group(2));
    }
}
