/**
 * The PostgreSQL destination: types, binary COPY, the facts about PostgreSQL's transactions and about poolers in
 * transaction mode that a loader must know, and what its errors mean. What is published, and in which order, is decided
 * in {@code dev.pipette.load}.
 *
 * <pre>{@code
 * Destination warehouse = Pipette.postgres("jdbc:postgresql://db.example.com:5432/warehouse").user("loader");
 * }</pre>
 */
@NullMarked
package dev.pipette.postgres;

import org.jspecify.annotations.NullMarked;
