/**
 * Schemas as files that people review in Git: {@link dev.pipette.schema.file.SchemaFile} is read and written as YAML, compared
 * with another one ({@link dev.pipette.schema.file.SchemaDiff}), and drawn as Mermaid and DBML.
 *
 * <p>The package knows no destination, no working folder and no engine room; it reads the file that it is asked to read.
 *
 * <pre>{@code
 * SchemaFile agreed = SchemaFile.read(Path.of("shop.schema.yaml"));
 * System.out.println(agreed.diff(pipeline.dataset().schema()));
 * }</pre>
 */
@NullMarked
package dev.pipette.schema.file;

import org.jspecify.annotations.NullMarked;
