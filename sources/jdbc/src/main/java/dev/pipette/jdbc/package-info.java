/**
 * Tables and queries of databases as resources: any database that has a JDBC driver. Reads what the catalogue says of a table
 * (types, keys, NOT NULL, comments) and streams its rows from one read-only snapshot. It knows no destination and no command.
 *
 * <pre>{@code
 * Database shop = Database.at("postgres://reader@db.example.com/shop", settings);
 * pipeline.run(shop.tables("public.*").except("public.audit_*").source("shop"));
 * }</pre>
 */
@NullMarked
package dev.pipette.jdbc;

import org.jspecify.annotations.NullMarked;
