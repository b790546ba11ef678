package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import dev.pipette.incremental.FileState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders like {@code year=2024} as columns, in each format and on each way of a row. */
class FolderKeysTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    /** A file of one row {@code id}. */
    private void write(String path, int id) {
        Path file = folder.resolve("lake").resolve(path);
        try {
            Files.createDirectories(file.getParent());
            if (path.endsWith(".parquet")) {
                writeParquet(file, id);
            } else {
                Files.writeString(file, path.endsWith(".csv") ? "id\n" + id + "\n" : "{\"id\": " + id + "}\n");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void writeParquet(Path file, int id) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT CAST(" + id + " AS BIGINT) AS id) TO '" + file + "' (FORMAT parquet)");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Resource sales(String ending) {
        return resource("sales")
                .files(folder.resolve("lake") + "/**/*." + ending)
                .folderKeys();
    }

    private List<String> rows(String columns) {
        return scratch.rows("SELECT id, " + columns + " FROM sales ORDER BY id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl", "json", "parquet"})
    void folders_are_columns_in_each_format(String ending) {
        write("year=2024/month=05/a." + ending, 1);
        write("year=2025/month=12/b." + ending, 2);

        scratch.run(sales(ending));
        scratch.run(sales(ending)
                .filter(row -> !Long.valueOf(2024).equals(row.get("year")))
                .replace()
                .table("walked"));

        assertThat(scratch.columns("sales")).containsExactly("id BIGINT", "year BIGINT", "month VARCHAR");
        assertThat(rows("year, month")).containsExactly("1 | 2024 | 05", "2 | 2025 | 12");
        assertThat(scratch.columns("walked")).containsExactly("id BIGINT", "year BIGINT", "month VARCHAR");
        assertThat(scratch.rows("SELECT id, year, month FROM walked")).containsExactly("2 | 2025 | 12");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void their_types_are_inferred_over_all_files(boolean walked) {
        write("day=2024-05-01/at=2024-05-01 10%3A30%3A00Z/ok=true/rate=1.5/k=1/n=1/a.csv", 1);
        write("day=2024-05-02/at=2024-05-02 10%3A30%3A00%2B02/ok=false/rate=2.5/k=x/n=%41 b+c%/b.csv", 2);

        scratch.run(walked ? sales("csv").filter(row -> true) : sales("csv"));

        assertThat(scratch.columns("sales"))
                .containsExactly(
                        "id BIGINT",
                        "day DATE",
                        "at TIMESTAMP WITH TIME ZONE",
                        "ok BOOLEAN",
                        "rate DOUBLE",
                        "k VARCHAR",
                        "n VARCHAR");
        assertThat(rows("day, \"at\", ok, rate, k, n"))
                .containsExactly(
                        "1 | 2024-05-01 | 2024-05-01 10:30:00+00 | true | 1.5 | 1 | 1",
                        "2 | 2024-05-02 | 2024-05-02 08:30:00+00 | false | 2.5 | x | %41 b+c%");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void their_types_may_be_declared(boolean walked) {
        write("year=2024/month=05/rate=1.50/a.csv", 1);
        write("year=2025/month=12/rate=2/b.csv", 2);
        Resource declared =
                sales("csv").column("year", text()).column("month", bigint()).column("rate", decimal(10, 2));

        scratch.run(walked ? declared.filter(row -> true) : declared);

        assertThat(rows("year, month, rate")).containsExactly("1 | 2024 | 5 | 1.50", "2 | 2025 | 12 | 2.00");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_folder_without_a_value_and_no_folder_are_null(boolean walked) {
        write("region=eu/a.csv", 1);
        write("region=__HIVE_DEFAULT_PARTITION__/b.csv", 2);
        write("region=/c.csv", 3);
        write("d.csv", 4);

        scratch.run(walked ? sales("csv").filter(row -> true) : sales("csv"));

        assertThat(rows("region")).containsExactly("1 | eu", "2 | NULL", "3 | NULL", "4 | NULL");
    }

    @Test
    void a_ledger_adds_its_columns_beside_them() {
        write("year=2024/a.csv", 1);
        Resource remembered = resource("sales")
                .files(folder.resolve("lake") + "/**/*.csv", csvFormat(), FileState.ledger())
                .folderKeys();
        scratch.run(remembered);
        write("year=2025/b.csv", 2);

        scratch.run(remembered);

        assertThat(rows("year, _row_id")).containsExactly("1 | 2024 | 0", "2 | 2025 | 0");
    }

    @Test
    void a_column_that_code_gives_is_the_one_that_counts() {
        write("year=2024/a.csv", 1);

        scratch.run(sales("csv").addColumn("year", context -> 1999));

        assertThat(rows("year")).containsExactly("1 | 1999");
    }

    @Test
    void without_the_option_folders_are_no_columns() {
        write("year=2024/a.csv", 1);

        scratch.run(resource("sales").files(folder.resolve("lake") + "/**/*.csv"));

        assertThat(scratch.columns("sales")).containsExactly("id BIGINT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl", "parquet"})
    void a_column_of_the_file_and_a_folder_of_one_name_are_refused(String ending) {
        write("id=7/a." + ending, 1);
        Path file = folder.resolve("lake/id=7/a." + ending);

        String message = "[NAME_COLLISION] " + file + ": its column 'id' and the folder 'id=7' both become column 'id'."
                + " Rename one of them, or leave .folderKeys() (--folder-keys) out.";
        assertThat(Scratch.refusal(() -> scratch.run(sales(ending)))).isEqualTo(message);
        assertThat(Scratch.refusal(() -> scratch.run(sales(ending).filter(row -> true))))
                .isEqualTo(message);
    }

    @Test
    void two_folders_that_become_one_column_are_refused() {
        write("Year=2024/year=2025/a.csv", 1);

        assertThat(Scratch.refusal(() -> scratch.run(sales("csv"))))
                .isEqualTo("[NAME_COLLISION] " + folder.resolve("lake/Year=2024/year=2025/a.csv")
                        + ": the folders 'Year=2024' and 'year=2025' both become column 'year'. Rename one of them, or"
                        + " leave .folderKeys() (--folder-keys) out.");
    }

    @Test
    void files_outside_of_such_folders_are_refused() {
        write("2024/a=b.csv", 1);

        assertThat(Scratch.refusal(() -> scratch.run(sales("csv"))))
                .isEqualTo("[BAD_USAGE] resource sales: no file is in a folder like year=2024, which .folderKeys()"
                        + " (--folder-keys) makes columns of (first: " + folder.resolve("lake/2024/a=b.csv")
                        + "). Leave it out, or give a pattern that has the folders: 'sales/**/*.csv'.");
        Resource rows = resource("sales").rows(List.of(Map.of("id", 1)));
        assertThat(Scratch.refusal(() -> scratch.run(rows.folderKeys())))
                .isEqualTo("[BAD_USAGE] resource sales does not read files, so folderKeys() (--folder-keys) has no"
                        + " meaning.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_time_is_a_time_as_in_a_file(boolean walked) {
        write("time=10:00:00/a.csv", 1);
        write("time=09%3A30%3A05.5/b.csv", 2);

        scratch.run(walked ? sales("csv").filter(row -> true) : sales("csv"));

        assertThat(scratch.columns("sales")).containsExactly("id BIGINT", "time TIME");
        assertThat(rows("\"time\"")).containsExactly("1 | 10:00:00", "2 | 09:30:05.5");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void they_are_chosen_left_out_and_renamed_like_other_columns(boolean walked) {
        write("Year=2024/month=05/a.csv", 1);
        write("Year=2025/month=12/b.csv", 2);
        Resource base = walked ? sales("csv").filter(row -> true) : sales("csv");

        assertThat(scratch.run(base.select("id", "year")).notes()).isEmpty();
        scratch.run(base.exclude("month").table("without"));
        scratch.run(base.rename("Year", "y").column("y", text()).table("renamed"));

        assertThat(scratch.columns("sales")).containsExactly("id BIGINT", "year BIGINT");
        assertThat(rows("year")).containsExactly("1 | 2024", "2 | 2025");
        assertThat(scratch.columns("without")).containsExactly("id BIGINT", "year BIGINT");
        assertThat(scratch.columns("renamed")).containsExactly("id BIGINT", "y VARCHAR", "month VARCHAR");
        assertThat(scratch.rows("SELECT id, y FROM renamed ORDER BY id")).containsExactly("1 | 2024", "2 | 2025");
    }

    @Test
    void a_folder_with_a_NUL_character_is_refused() {
        write("k=a%00/a.csv", 1);

        assertThat(Scratch.refusal(() -> scratch.run(sales("csv"))))
                .isEqualTo("[SOURCE_UNREADABLE] " + folder.resolve("lake/k=a%00/a.csv")
                        + ": the folder 'k=a%00' has a NUL character (%00), which no column can hold. Rename the folder, or"
                        + " leave .folderKeys() (--folder-keys) out.");
    }
}
