package dev.pipette.schema.file;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Diagrams of schemas with names and descriptions that their languages have other uses for. The expected texts were read by
 * the parsers of {@code mermaid} 11.17.2 and {@code @dbml/core} 10.2.0, of which this build has none. Who changes one lets them
 * read the new one.
 */
class HardNamesTests {
    private static final List<String> NAMES = List.of(
            "a \"b\" 'c'",
            "日本語 😀",
            "back\\slash\\",
            "a.b,c:d;e",
            "{x} [y] (z)",
            "Table",
            "Note",
            "indexes",
            "erDiagram",
            "pk",
            "direction TB",
            "style x:#fff;",
            "%%{init: {}}%%",
            "~a~b",
            "a\nb",
            "a b",
            "// x",
            "1",
            "end",
            "x".repeat(70));

    private static Schema hard() {
        Schema all = Schema.create("hard");
        for (String name : NAMES) {
            String other = name + "2";
            all = all.withTable(TableSchema.root(name, "append")
                            .withDescription("about " + name)
                            .withColumn(Column.of(name, DataType.TEXT)
                                    .withPrimaryKey(true)
                                    .withDescription(name))
                            .withColumn(Column.of(other, DataType.DECIMAL)
                                    .withPrecision(12)
                                    .withScale(2)
                                    .withPrimaryKey(true)
                                    .withDescription("two lines,\r\n'''quoted''' \\ " + name))
                            .withHint("x-pipette-unique-keys", List.of(List.of(name, other)))
                            .withHint("x-pipette-indexes", List.of(List.of(other))))
                    .withTable(TableSchema.nested(name + "__lines", name).withColumn(Column.of(name, DataType.BIGINT)))
                    .withTable(TableSchema.root("of " + name, "append")
                            .withColumn(Column.of(name, DataType.TEXT))
                            .withColumn(Column.of(other, DataType.DECIMAL))
                            .withHint("references", List.of(reference(name, List.of(name, other)))));
        }
        return all.withTable(TableSchema.root("self", "append")
                .withColumn(Column.of("id", DataType.TEXT).withUnique(true))
                .withColumn(Column.of("parent", DataType.TEXT))
                .withHint(
                        "references",
                        List.of(
                                reference(List.of("parent"), "self", List.of("id")),
                                reference(List.of("parent"), "self", List.of("id")),
                                reference("self", List.of("id")),
                                reference(List.of("parent"), "elsewhere", List.of("id")))));
    }

    private static Map<String, Object> reference(String table, List<String> columns) {
        return reference(columns, table, columns);
    }

    private static Map<String, Object> reference(List<String> columns, String table, List<String> referenced) {
        return Map.of("columns", columns, "referenced_table", table, "referenced_columns", referenced);
    }

    private static String expected(String name) throws IOException {
        try (InputStream in = requireNonNull(HardNamesTests.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void mermaid_reads_its_diagram() throws IOException {
        assertThat(SchemaFile.of(hard()).mermaid()).isEqualTo(expected("hard.mmd"));
    }

    @Test
    void dbml_reads_its_diagram() throws IOException {
        assertThat(SchemaFile.of(hard()).dbml()).isEqualTo(expected("hard.dbml"));
    }
}
