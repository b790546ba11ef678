package dev.pipette.postgres;

import dev.pipette.spi.Check;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Looks at what a load would meet in a table: rights, constraints, triggers, policies, publications, indexes. */
final class TableInspection {
    private static final String RIGHTS = "rights";
    private static final String OWNER = "owner";
    private static final String CONSTRAINTS = "constraints";
    private static final String TRIGGERS = "triggers";
    private static final String SECURITY = "row security";
    private static final String PUBLICATION = "publication";
    private static final String INDEXES = "indexes";

    private static final String FACTS = """
            SELECT c.oid,
              (SELECT string_agg(wanted, ', ' ORDER BY number)
               FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS wants(wanted, number)
               WHERE NOT has_table_privilege(c.oid, wanted)),
              has_schema_privilege(n.oid, 'CREATE'),
              pg_has_role(c.relowner, 'USAGE'),
              pg_get_userbyid(c.relowner),
              row_security_active(c.oid),
              c.relreplident,
              EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid
                AND (CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END)),
              (SELECT string_agg(DISTINCT t.pubname, ', ')
               FROM pg_publication_tables t JOIN pg_publication p ON p.pubname = t.pubname
               WHERE t.schemaname = n.nspname AND t.tablename = c.relname AND p.pubdelete)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')""";

    private static final String CONSTRAINT = """
            SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ? AND contype <> 'n'
            UNION ALL
            SELECT quote_ident(attname) || ' NOT NULL without a default'
            FROM pg_attribute
            WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = ''
              AND attname NOT LIKE '\\_dlt\\_%'
            ORDER BY 1""";

    private static final String TRIGGER = """
            SELECT tgname || ' calls ' || tgfoid::regproc FROM pg_trigger
            WHERE tgrelid = ? AND NOT tgisinternal AND tgenabled <> 'D' ORDER BY 1""";

    private static final String INDEX = """
            SELECT i.indexrelid::regclass::text || CASE WHEN i.indisunique THEN ' (unique)' ELSE '' END
            FROM pg_index i WHERE i.indrelid = ? ORDER BY 1""";

    private final DSLContext dsl;
    private final Place place;
    private final String table;
    private final List<Check> checks = new ArrayList<>();

    /**
     * A look at one table.
     *
     * @param place with the dataset that the table is in
     */
    TableInspection(DSLContext dsl, Place place, String table) {
        this.dsl = dsl;
        this.place = place;
        this.table = table;
    }

    List<Check> checks() {
        Record facts = dsl.fetchSingle(FACTS, place.dataset(), table);
        long oid = facts.get(0, Long.class);
        rights(facts);
        List<String> constraints = texts(CONSTRAINT, oid, oid);
        checks.add(Check.ok(
                CONSTRAINTS,
                constraints.isEmpty() ? "none" : "rows that break them are refused: " + joined(constraints)));
        List<String> triggers = texts(TRIGGER, oid);
        checks.add(
                triggers.isEmpty()
                        ? Check.ok(TRIGGERS, "none")
                        : Check.warning(
                                TRIGGERS, joined(triggers), "Make sure that they let through the rows of a load."));
        security(facts);
        publication(facts);
        List<String> indexes = texts(INDEX, oid);
        checks.add(Check.ok(INDEXES, indexes.isEmpty() ? "none" : joined(indexes)));
        return checks;
    }

    private void rights(Record facts) {
        String missing = facts.get(1, String.class);
        checks.add(
                missing == null
                        ? Check.ok(RIGHTS, "to read and to write")
                        : Check.failed(
                                RIGHTS,
                                "no right to " + missing,
                                "Let an administrator run: " + MissingRights.all(place.dataset(), place.role())));
        String owner = facts.get(4, String.class);
        checks.add(
                facts.get(3, Boolean.class)
                        ? Check.ok(OWNER, owner + ", as whom this user may act")
                        : Check.warning(
                                OWNER,
                                owner + ": this user can add no column and widen no type",
                                "Where rows bring new columns, let an administrator run: ALTER TABLE "
                                        + place.table(table) + " OWNER TO " + place.role() + ";"));
    }

    private void security(Record facts) {
        checks.add(
                facts.get(5, Boolean.class)
                        ? Check.warning(
                                SECURITY,
                                "policies apply to this user",
                                "A load does not replace rows that this user cannot see, so that they are there twice after"
                                        + " a merge: give it BYPASSRLS.")
                        : Check.ok(SECURITY, "no policy applies to this user"));
    }

    /** A published table whose rows have no identity cannot lose one; see "Publication" in PostgreSQL's manual. */
    private void publication(Record facts) {
        String publications = facts.get(8, String.class);
        String identity = facts.get(6, String.class);
        boolean identified = identity.equals("f") || (!identity.equals("n") && facts.get(7, Boolean.class));
        checks.add(
                publications == null
                        ? Check.ok(PUBLICATION, "none")
                        : identified
                                ? Check.ok(PUBLICATION, publications + ", and rows have an identity")
                                : Check.failed(
                                        PUBLICATION,
                                        publications
                                                + ", and rows have no identity: a merge or replace cannot delete any",
                                        "Let the owner run: ALTER TABLE " + place.table(table)
                                                + " REPLICA IDENTITY FULL;"));
    }

    private List<String> texts(String sql, Object... values) {
        return dsl.fetch(sql, values).map(row -> row.get(0, String.class));
    }

    private static String joined(List<String> texts) {
        return String.join("; ", texts);
    }
}
