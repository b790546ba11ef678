/**
 * Migrations of columns that are there: {@code MigrationPlanner} decides from the schema and the catalogue what is to be done, as a
 * value; {@code MigrationWriter} does it.
 *
 * <pre>{@code
 * MigrationPlan plan = new MigrationPlanner(dataset, schema, session.tables(dataset), facts, naming).plan(migration);
 * }</pre>
 *
 * <p>Must not know packages, nor how rows are loaded.
 */
@NullMarked
package dev.pipette.engine.load.migrate;

import org.jspecify.annotations.NullMarked;
