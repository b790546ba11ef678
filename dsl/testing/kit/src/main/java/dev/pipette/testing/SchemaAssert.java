package dev.pipette.testing;

import dev.pipette.admin.PipelineSchema;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableSchema;
import dev.pipette.testing.content.LineDiff;
import dev.pipette.testing.content.SchemaSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Assertions about the tables that a pipeline made, as its committed schema has them.
 *
 * <pre>{@code
 * assertThat(pipeline.schema()).hasTable("orders").hasColumn("orders", "id").ofType("bigint").notNullable();
 * assertThat(pipeline.schema()).matchesSnapshot(Path.of("src/test/resources/shop.schema.txt"));
 * // there is no schema snapshot src/test/resources/shop.schema.txt. Run the test with -Dpipette.snapshots=update ..
 * }</pre>
 */
public class SchemaAssert extends PipetteAssert<SchemaAssert, PipelineSchema> {
    /** Makes assertions about a schema. */
    public SchemaAssert(PipelineSchema actual) {
        super(actual, SchemaAssert.class);
    }

    private Optional<TableSchema> find(String table) {
        return actual.tables().stream()
                .filter(candidate -> candidate.name().equals(table))
                .findFirst();
    }

    private TableSchema require(String table) {
        return find(table)
                .orElseThrow(() -> failed(Failures.schemaTable(
                        table, actual.tables().stream().map(TableSchema::name).toList())));
    }

    /** Checks that there is a table. */
    public SchemaAssert hasTable(String table) {
        isNotNull();
        require(table);
        return this;
    }

    /** Checks that there is no such table. */
    public SchemaAssert hasNoTable(String table) {
        isNotNull();
        return check(find(table).isEmpty(), () -> Failures.unexpectedSchemaTable(table));
    }

    /** Continues with a column; fails where there is none. */
    public ColumnAssert hasColumn(String table, String column) {
        return navigate(ColumnAssert.class, ColumnAssert.Subject.class, ColumnAssert::new, () -> {
            isNotNull();
            TableSchema found = require(table);
            check(
                    found.column(column).isPresent(),
                    () -> Failures.noColumn("table " + table, List.of(column), found.columnNames()));
            return new ColumnAssert.Subject(found, found.column(column).orElseThrow());
        });
    }

    /** Checks that a table, which must be there, has no such column. */
    public SchemaAssert hasNoColumn(String table, String column) {
        isNotNull();
        Optional<Column> found = require(table).column(column);
        return check(
                found.isEmpty(),
                () -> Failures.unexpectedColumn(
                        "table " + table, column, found.map(Column::typeText).orElse("")));
    }

    /**
     * Checks that the schema is that of a text file, which is checked in. It names tables, columns, types, keys and
     * dispositions; hashes and versions are not part of it. With {@code -Dpipette.snapshots=update} the file is written
     * instead, which is reported on standard output.
     */
    public SchemaAssert matchesSnapshot(Path file) {
        isNotNull();
        String schema = SchemaSnapshot.of(actual);
        if ("update".equals(System.getProperty(Recording.SWITCH))) {
            if (SchemaSnapshot.write(file, schema)) {
                System.out.println("pipette: wrote the schema snapshot " + file);
            }
            return this;
        }
        check(Files.exists(file), () -> Failures.noSnapshot(file));
        String snapshot = SchemaSnapshot.read(file);
        return check(
                snapshot.lines().toList().equals(schema.lines().toList()),
                () -> Failures.snapshot(file, LineDiff.between(snapshot, schema)));
    }
}
