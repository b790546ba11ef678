package dev.pipette.engine.folder;

import static dev.pipette.check.Checks.accepted;
import static dev.pipette.check.Checks.freshness;
import static dev.pipette.check.Checks.matches;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.check.Checks.references;
import static dev.pipette.check.Checks.rowCount;
import static dev.pipette.check.Checks.rowCountChange;
import static dev.pipette.check.Checks.sql;
import static dev.pipette.check.Checks.sumMatches;
import static dev.pipette.check.Checks.unique;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.check.Check;
import dev.pipette.check.RejectLimits;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.WriteDisposition;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests as earlier versions wrote them. */
class ManifestFileTests {
    private static final WriteDisposition BY_ID = new WriteDisposition.Merge(List.of("id"));

    private static final TableRules RULES = new TableRules(
            "orders of all shops",
            true,
            List.of(List.of("shop", "number")),
            List.of(List.of("date")),
            List.of(new TableReference(List.of("customer"), "customers", List.of("id"))),
            List.of(new TableRules.ColumnRule("date", false, true, false, null)));

    @TempDir
    Path folder;

    private static Manifest stored(int format) throws IOException, URISyntaxException {
        return ManifestFile.read(
                Path.of(requireNonNull(ManifestFileTests.class.getResource("manifest-" + format + ".json"))
                        .toURI()));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void the_disposition_of_an_older_manifest_is_its_word_with_the_key_beside_it(int format) throws Exception {
        Manifest older = stored(format);

        assertThat(older.format()).isEqualTo(format);
        assertThat(older.resources())
                .extracting(ResourceLoad::disposition)
                .containsExactly(
                        new WriteDisposition.Merge(List.of("id", "date")),
                        new WriteDisposition.Append(),
                        new WriteDisposition.Replace());
        assertThat(older.resources().getFirst().primaryKey()).containsExactly("id", "date");
        assertThat(older.tables())
                .extracting(PackageTable::name)
                .containsExactly("orders", "orders__lines", "events", "countries");
    }

    @Test
    void the_numbers_of_an_older_manifest_are_those_that_today_are_read() throws Exception {
        CursorLoad cursor = requireNonNull(stored(4).resources().get(1).cursor());

        assertThat(cursor.start()).isEqualTo(7L);
        assertThat(cursor.end()).isEqualTo(9L);
        assertThat(requireNonNull(stored(4).target()).id()).isEqualTo("674e36fb-605a-4416-8f4c-0410e33bcfaa");
        assertThat(stored(3).target()).isNull();
    }

    @Test
    void each_of_several_resources_of_a_table_has_its_disposition() throws Exception {
        assertThat(stored(5).resources()).extracting(ResourceLoad::disposition).containsExactly(BY_ID, BY_ID);
        assertThat(stored(5).layers()).hasSize(2);
    }

    @Test
    void an_older_manifest_declares_nothing_of_its_tables_but_types() throws Exception {
        assertThat(stored(6).format()).isEqualTo(6);
        assertThat(stored(6).resources()).extracting(ResourceLoad::disposition).containsExactly(BY_ID, BY_ID);
        assertThat(stored(6).resources()).extracting(ResourceLoad::rules).containsOnlyNulls();
    }

    @Test
    void the_rows_of_an_older_manifest_chose_no_tables() throws Exception {
        Manifest older = stored(7);

        assertThat(older.resources()).noneMatch(ResourceLoad::choosesTables);
        assertThat(older.byTable()).isEqualTo(older.resources());
        assertThat(older.resources()).extracting(ResourceLoad::rules).doesNotContainNull();
    }

    @Test
    void tables_that_rows_chose_are_read_back() throws Exception {
        Manifest older = stored(4);
        Manifest today = Manifest.builder()
                .from(older)
                .format(Manifest.FORMAT)
                .resources(List.of(
                        ResourceLoad.builder()
                                .from(older.resources().getFirst())
                                .tables(List.of("orders", "returns"))
                                .build(),
                        older.resources().get(1)))
                .build();
        Path file = folder.resolve("manifest.json");
        Files.write(file, FolderDocument.JSON.writeValueAsBytes(today));

        Manifest read = ManifestFile.read(file);

        assertThat(read).isEqualTo(today);
        assertThat(read.byTable()).extracting(ResourceLoad::table).containsExactly("orders", "returns", "events");
        assertThat(read.byTable().get(1).byTable())
                .containsExactly(read.byTable().get(1));
        assertThat(read.tablesOf(read.byTable().getFirst()))
                .isEqualTo(read.tablesOf(read.resources().getFirst()))
                .extracting(PackageTable::name)
                .containsExactly("orders", "orders__lines");
        assertThat(read.tablesOf(read.byTable().get(1))).isEmpty();
        assertThat(read.resourceOf(read.tables().getFirst()))
                .isEqualTo(read.byTable().getFirst());
        assertThat(read.layers()).containsExactly(read);
    }

    @Test
    void what_is_written_today_is_read_back() throws Exception {
        Manifest older = stored(4);
        Manifest today = new Manifest(
                Manifest.FORMAT,
                older.loadId(),
                older.pipeline(),
                older.destination(),
                older.dataset(),
                older.schemaName(),
                older.baseStateVersion(),
                older.createdAt(),
                older.resources().stream()
                        .map(resource -> ResourceLoad.builder()
                                .from(resource)
                                .rules(RULES)
                                .build())
                        .toList(),
                older.tables(),
                older.target());
        Path file = folder.resolve("manifest.json");
        Files.write(file, FolderDocument.JSON.writeValueAsBytes(today));

        assertThat(ManifestFile.read(file)).isEqualTo(today);
        assertThat(FolderDocument.JSON.readTree(Files.readString(file)).at("/resources/0/disposition"))
                .isEqualTo(FolderDocument.JSON.readTree(
                        "{\"kind\": \"merge\", \"strategy\": \"delete-insert\", \"keys\": [\"id\", \"date\"]}"));
    }

    @Test
    void each_strategy_and_rule_of_a_merge_is_read_back() throws Exception {
        List<MergeStrategy> strategies = List.of(
                MergeStrategy.deleteInsert("id").mergeKey("day"),
                MergeStrategy.deleteInsert("id"),
                MergeStrategy.upsert("id", "day"),
                MergeStrategy.insertOnly("id"),
                MergeStrategy.snapshot("id"),
                MergeStrategy.snapshot("id").allowDeleting(0.5).markDeleted("deleted_at"));
        List<MergeRules> rules = List.of(
                MergeRules.NONE,
                MergeRules.NONE.withHardDelete("gone").withSkipUnchanged(),
                MergeRules.NONE.withDedupSort(new DedupSort("at", DedupSort.Wins.LOWEST)));
        for (MergeStrategy strategy : strategies) {
            for (MergeRules some : rules) {
                readBack(new WriteDisposition.Merge(strategy, some));
            }
        }
    }

    @Test
    void checks_are_read_back_and_an_older_manifest_has_none() throws Exception {
        ResourceLoad older = stored(7).resources().getFirst();
        List<Check> checks = List.of(
                notNull("id"),
                unique("shop", "number").warn(),
                accepted("level", 1, "two", true, LocalDate.of(2026, 1, 1), Instant.EPOCH),
                range("amount", new BigDecimal("0.10"), null).reject(),
                range("at", null, LocalDateTime.of(2026, 1, 1, 0, 0)),
                matches("email", "[^@]+@[^@]+"),
                rowCount(1),
                rowCount(0, 10),
                sumMatches("debit", "credit"),
                sumMatches("amount", 10.5),
                references("customer_id", "customers", "id"),
                freshness("at", Duration.ofHours(6)),
                rowCountChange(0.5),
                sql("none", "SELECT 1 WHERE false"));
        ResourceLoad load = ResourceLoad.builder()
                .from(older)
                .checks(checks)
                .rejectLimits(new RejectLimits(10L, 0.01))
                .build();

        assertThat(FolderDocument.JSON.readValue(FolderDocument.JSON.writeValueAsBytes(load), ResourceLoad.class))
                .isEqualTo(load);
        assertThat(older.declaredChecks()).isEmpty();
        assertThat(older.checks()).isNull();
    }

    @Test
    void replaced_parts_are_read_back() throws Exception {
        for (WriteDisposition disposition : List.of(
                new WriteDisposition.TruncateAndInsert(),
                new WriteDisposition.ReplaceWhere(
                        new RowWindow("day", LocalDate.of(2025, 12, 1), LocalDate.of(2026, 1, 1))),
                new WriteDisposition.ReplaceWhere(
                        new RowWindow("at", LocalDateTime.MIN.withYear(1), LocalDateTime.now())),
                new WriteDisposition.ReplaceWhere(
                        new RowWindow("at", Instant.EPOCH, Instant.now(), ZoneId.of("Europe/Berlin"))),
                new WriteDisposition.ReplaceWhere(new RowWindow("n", 1, 2.5)),
                new WriteDisposition.ReplaceWhere(new RowWindow("t", "a", "b")))) {
            readBack(disposition);
        }
    }

    private static void readBack(WriteDisposition disposition) throws Exception {
        ResourceLoad load = ResourceLoad.builder()
                .from(stored(4).resources().getFirst())
                .disposition(disposition)
                .build();

        assertThat(FolderDocument.JSON.readValue(FolderDocument.JSON.writeValueAsBytes(load), ResourceLoad.class))
                .isEqualTo(load);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void how_versions_are_kept_is_read_back(MergeStrategy.Scd2 strategy) throws Exception {
        readBack(new WriteDisposition.Merge(strategy));
    }

    static Stream<MergeStrategy.Scd2> versions() {
        return Stream.of(
                MergeStrategy.scd2(),
                MergeStrategy.scd2("id")
                        .mergeKey("site")
                        .validity("since", "until")
                        .boundary(Instant.parse("2025-12-24T10:00:00.123456Z"))
                        .activeTimestamp(Instant.parse("9999-12-31T00:00:00Z"))
                        .rowVersion("rev"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"disposition\": \"upsert\"| disposition 'upsert' is unknown",
                "\"disposition\": \"merge\"| merge strategy 'null' is unknown",
                "\"disposition\": \"merge\", \"mergeKey\": []| its merge has no keys"
            })
    void a_disposition_that_is_not_understood_makes_the_manifest_broken(String given) throws IOException {
        String[] parts = given.split("\\|");
        Path file = folder.resolve("manifest.json");
        try (InputStream stored = requireNonNull(ManifestFileTests.class.getResourceAsStream("manifest-5.json"))) {
            Files.writeString(
                    file,
                    new String(stored.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                            .replaceAll("\"disposition\": \"merge\",\\s*\"mergeKey\": \\[[^]]*\\]", parts[0]));
        }

        assertThatThrownBy(() -> ManifestFile.read(file))
                .hasMessage("[WORKING_FOLDER_FAILED] " + file + " is broken:" + parts[1]
                        + ". Move its folder away. Where the folder's name is a load_id in _dlt_loads, its rows are"
                        + " loaded; otherwise run again to extract them.");
    }
}
