package dev.pipette.postgres;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Which database of which cluster a connection leads to, by whatever host, port or pooler it was made. */
final class PhysicalDatabase {
    /** The cluster's identifier is asked for only where this user may: a refused statement would end the transaction. */
    private static final String DATABASE = "SELECT d.oid::text AS database_oid, coalesce((SELECT"
            + " bool_or(has_function_privilege(p.oid, 'EXECUTE')) FROM pg_catalog.pg_proc p WHERE p.proname ="
            + " 'pg_control_system' AND p.pronamespace = 'pg_catalog'::regnamespace), false) AS knows_cluster"
            + " FROM pg_catalog.pg_database d WHERE d.datname = current_database()";

    private static final String CLUSTER = "SELECT system_identifier::text FROM pg_catalog.pg_control_system()";

    private PhysicalDatabase() {}

    /** The cluster's identifier and the database's number in it; empty where the server does not report both. */
    static Optional<String> of(DSLContext dsl) {
        Record database = dsl.fetchOne(DATABASE);
        if (database == null || !Boolean.TRUE.equals(database.get("knows_cluster", Boolean.class))) {
            return Optional.empty();
        }
        return dsl.fetchOptional(CLUSTER)
                .map(cluster -> cluster.get(0, String.class) + "/" + database.get("database_oid", String.class));
    }
}
