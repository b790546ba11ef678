/**
 * The records of Avro files as rows: one {@link dev.pipette.spi.SourceFormat}. Reads the container, its schema and its
 * values by the specification of Avro 1.12, because Avro's own library needs Jackson 2.
 *
 * <p>Must not know where a file came from, nor what becomes of its rows.
 *
 * <pre>{@code
 * resource("orders").files("exports/*.avro", avroFormat());
 * }</pre>
 */
@NullMarked
package dev.pipette.avro;

import org.jspecify.annotations.NullMarked;
