package dev.pipette.postgres;

import dev.pipette.schema.TableDetails;
import dev.pipette.schema.TableReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Asks PostgreSQL's catalogue for the keys, indexes and comments of one table. */
record DetailsQuery(DSLContext dsl, String dataset, String table) {
    private static final String OF_TABLE =
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ? AND c.relname = ?"
                    + " AND c.relkind IN ('r', 'p')";

    /** Indexes of whole columns over all rows; those of a key are among them. */
    private static final String INDEXES = "SELECT i.indisprimary, i.indisunique AND i.indimmediate,"
            + " (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)"
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number WHERE k.place <= i.indnkeyatts)"
            + OF_TABLE
            + " JOIN pg_index i ON i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL";

    private static final String REFERENCES = "SELECT r.relname,"
            + " (SELECT array_agg(a.attname::text ORDER BY f.place) FROM unnest(k.conkey) WITH ORDINALITY f(number, place)"
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.number),"
            + " (SELECT array_agg(a.attname::text ORDER BY f.place) FROM unnest(k.confkey) WITH ORDINALITY f(number, place)"
            + " JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = f.number)"
            + OF_TABLE
            + " JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' JOIN pg_class r ON r.oid = k.confrelid"
            + " AND r.relnamespace = c.relnamespace";

    private static final String COMMENTS = "SELECT a.attname, d.description" + OF_TABLE
            + " JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid"
            + " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0";

    TableDetails details() {
        List<String> primaryKey = List.of();
        List<List<String>> uniqueKeys = new ArrayList<>();
        List<List<String>> indexes = new ArrayList<>();
        for (Record row : dsl.fetch(INDEXES, dataset, table)) {
            List<String> columns = names(row.get(2, String[].class));
            if (row.get(0, Boolean.class)) {
                primaryKey = columns;
            } else {
                (row.get(1, Boolean.class) ? uniqueKeys : indexes).add(columns);
            }
        }
        List<TableReference> references = dsl.fetch(REFERENCES, dataset, table)
                .map(row -> new TableReference(
                        names(row.get(1, String[].class)),
                        row.get(0, String.class),
                        names(row.get(2, String[].class))));
        Optional<String> description = Optional.empty();
        Map<String, String> descriptions = new HashMap<>();
        for (Record row : dsl.fetch(COMMENTS, dataset, table)) {
            String column = row.get(0, String.class);
            if (column == null) {
                description = Optional.of(row.get(1, String.class));
            } else {
                descriptions.put(column, row.get(1, String.class));
            }
        }
        return new TableDetails(
                primaryKey, uniqueKeys, indexes, references, description, descriptions, Optional.empty());
    }

    private static List<String> names(String @Nullable [] names) {
        return names == null ? List.of() : List.of(names);
    }
}
