/**
 * What a dataset looks like, as values: {@link dev.pipette.schema.Schema}, its {@link
 * dev.pipette.schema.TableSchema tables} and {@link dev.pipette.schema.Column columns}, the names
 * that source keys get ({@link dev.pipette.schema.Naming}), and the pipeline's {@link
 * dev.pipette.schema.StateDocument state}.
 *
 * <p>Every value is immutable, and reads and writes the documents of dlt 1.26 byte for byte. The
 * package does no I/O and knows no database, no file and no engine room.
 *
 * <pre>{@code
 * Schema crm = Schema.fromJson(documentOfDltVersion);
 * Schema wider = crm.withTable(crm.table("users").orElseThrow()
 *     .withColumn(Column.of("vip", DataType.BOOL))).bumped();
 * }</pre>
 */
@NullMarked
package dev.pipette.schema;

import org.jspecify.annotations.NullMarked;
