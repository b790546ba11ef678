/**
 * Real servers for tests, without Docker and without root: a PostgreSQL that is shared by all test JVMs of a build, a
 * PgBouncer in front of it, and two stand-ins for what real servers do seldom. Knows JDBC,
 * and what {@link dev.pipette.testing.LoadTest} asks of a destination; no destination itself.
 *
 * <pre>{@code
 * try (PostgresDatabase database = PostgresServer.shared().newDatabase();
 *     Connection connection = database.connect()) {
 *   connection.createStatement().execute("CREATE TABLE items (id bigint)");
 * }
 * }</pre>
 */
@NullMarked
package dev.pipette.testing.postgres;

import org.jspecify.annotations.NullMarked;
