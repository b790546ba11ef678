package dev.pipette.engine.query;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ValueType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the files of a package: rows that Java packed, and a delimited file that it refers to. */
class PackageQueryTests {
    @TempDir
    Path folder;

    private DuckEngine engine;

    @BeforeEach
    void open() {
        engine = new DuckEngine(folder.resolve("spill"), "200MB");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** A package that waits, because its destination cannot be reached. */
    private SealedPackage packed(Resource... resources) {
        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> Pipette.pipeline("shop", Destination.parse("unreachable:shop"))
                        .home(folder)
                        .run(resources));
        return WorkingFolders.in(folder)
                .getFirst()
                .folder()
                .packages()
                .waiting()
                .getFirst();
    }

    private static PackageTable table(SealedPackage sealed, String name) {
        return sealed.manifest().tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> rows(PackageQuery query, String... outputs) {
        String row = Stream.of(outputs)
                .map(output -> "coalesce(CAST(" + output + " AS VARCHAR), '-')")
                .collect(Collectors.joining(" || ' ' || "));
        return engine.first(
                "SELECT list(" + row + ") FROM (" + query.sql() + ")",
                found -> found.getArray(1) == null
                        ? List.of()
                        : Arrays.stream((Object[]) found.getArray(1).getArray())
                                .map(String::valueOf)
                                .toList());
    }

    @Test
    void values_of_all_forms_of_a_column_are_converted_and_the_others_remain() {
        SealedPackage sealed = packed(resource("items")
                .rows(List.of(
                        Map.of("v", 1),
                        Map.of("v", 2.5),
                        Map.of("v", new BigDecimal("3.25")),
                        Map.of("v", "4"),
                        Map.of("v", "five"))));
        PackageTable items = table(sealed, "items");
        PackageQuery query = new PackageQuery(sealed.folder(), items);

        PackageQuery.Converted converted = query.converted("v", ValueType.DECIMAL, 10, 2);
        ColumnForm text = converted.rest().stream()
                .filter(form -> form.kind() == ValueType.TEXT)
                .findFirst()
                .orElseThrow();
        query.output(converted.expression(), "value")
                .output(query.remaining(text, ValueType.DECIMAL, 10, 2), "other")
                .output(query.ordinal(), "ordinal");

        assertThat(rows(query, "ordinal", "value", "other"))
                .containsExactlyInAnyOrder("0 1.00 -", "1 2.50 -", "2 3.25 -", "3 4.00 -", "4 - five");
        assertThat(query.forms("v"))
                .extracting(ColumnForm::kind)
                .containsExactlyInAnyOrder(ValueType.BIGINT, ValueType.DOUBLE, ValueType.DECIMAL, ValueType.TEXT);
        assertThat(query.converted("nowhere", ValueType.DATE, 0, 0).expression())
                .isEqualTo("CAST(NULL AS DATE)");
    }

    @Test
    void texts_of_times_become_what_their_column_is() {
        SealedPackage sealed = packed(resource("items")
                .rows(List.of(
                        Map.of("at", "2025-01-31T06:00:00+01:00", "mixed", "2025-01-31T06:00:00Z"),
                        Map.of("at", "2025-01-31 06:00:00Z", "mixed", "2025-01-31T06:00Z"))));
        PackageTable items = table(sealed, "items");

        assertThat(items.forms("at").getFirst().decided()).isEqualTo(ValueType.TIMESTAMP);
        assertThat(items.forms("mixed").getFirst().decided()).isEqualTo(ValueType.TEXT);
        PackageQuery query = new PackageQuery(sealed.folder(), items);
        query.output(query.converted("at", ValueType.TIMESTAMP, 0, 0).expression(), "instant");
        assertThat(rows(query, "instant"))
                .containsExactlyInAnyOrder("2025-01-31 05:00:00+00", "2025-01-31 06:00:00+00");
    }

    @Test
    void nested_rows_know_their_parents_and_their_places() {
        SealedPackage sealed = packed(resource("items")
                .rows(List.of(
                        Map.of("id", 1),
                        Map.of("id", 2, "tags", List.of("a", "b")),
                        Map.of("id", 3, "tags", List.of("c")))));
        PackageQuery query = new PackageQuery(sealed.folder(), table(sealed, "items__tags"));
        query.output(query.text(query.forms("value").getFirst()), "value")
                .output(query.parentOrdinal(), "parent")
                .output(query.rootOrdinal(), "root")
                .output(query.listIndex(), "place");

        assertThat(query.ownRowIds()).isTrue();
        assertThat(rows(query, "value", "parent", "root", "place"))
                .containsExactlyInAnyOrder("a 1 1 0", "b 1 1 1", "c 2 2 0");
    }

    @Test
    void a_delimited_file_is_read_in_the_types_of_its_columns() throws IOException {
        PackageTable items = DelimitedTable.of(
                folder, "id,day,note\n1,2025-01-31,x\n2,,\n", ValueType.BIGINT, ValueType.DATE, ValueType.TEXT);
        PackageQuery query = new PackageQuery(folder, items);
        query.output(query.converted("id", ValueType.DOUBLE, 0, 0).expression(), "id")
                .output(query.converted("day", ValueType.TEXT, 0, 0).expression(), "day")
                .output(query.ordinal(), "ordinal")
                .constant("it's", "made");

        assertThat(rows(query, "id", "day", "ordinal", "made"))
                .containsExactly("1.0 2025-01-31 0 it's", "2.0 - 1 it's");
        assertThat(query.ownRowIds()).isFalse();
        assertThat(new PackageQuery(folder, items).firstWithout("day", engine)).isEqualTo(2);
    }

    @Test
    void a_query_within_a_cursor_has_the_rows_that_it_asks_for() throws IOException {
        PackageTable items = DelimitedTable.of(folder, "id,n\na,1\nb,2\nc,3\n", ValueType.TEXT, ValueType.BIGINT);
        SealedPackage sealed = packed(resource("events")
                .rows(List.of(Map.of("n", 2)))
                .incremental(cursor("n", Long.class).startingAt(2L)));
        CursorLoad cursor = java.util.Objects.requireNonNull(
                sealed.manifest().resources().getFirst().cursor());

        PackageQuery query = new PackageQuery(folder, items).within(cursor, CursorKind.INTEGER);
        query.output(query.text(query.forms("id").getFirst()), "id");

        assertThat(rows(query, "id")).containsExactly("b", "c");
    }

    /** A row is known again whatever the types of its package's columns turned out to be. */
    @Test
    void the_key_of_a_row_is_the_same_in_every_form() throws IOException {
        SealedPackage sealed = packed(
                resource("longs").rows(List.of(Map.of("id", 10, "n", "x"))),
                resource("doubles").rows(List.of(Map.of("id", 10.0, "n", "x"))),
                resource("decimals").rows(List.of(Map.of("id", new BigDecimal("10.00"), "n", "x"))),
                resource("others").rows(List.of(Map.of("id", 10.5, "n", "x"), Map.of("id", 10, "n", "y"))));
        PackageTable file = DelimitedTable.of(folder, "id,n\n10,x\n", ValueType.BIGINT, ValueType.TEXT);

        String key = keys(new PackageQuery(folder, file)).getFirst();

        assertThat(Stream.of("longs", "doubles", "decimals")
                        .flatMap(name -> keys(new PackageQuery(sealed.folder(), table(sealed, name))).stream()))
                .containsOnly(key);
        assertThat(keys(new PackageQuery(sealed.folder(), table(sealed, "others"))))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    private List<String> keys(PackageQuery query) {
        query.output(query.keys().of(List.of("id", "n")), "key");
        return rows(query, "key");
    }
}
