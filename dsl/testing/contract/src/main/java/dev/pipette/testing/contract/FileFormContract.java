package dev.pipette.testing.contract;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.fixedFormat;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them: other forms of delimited text, and folders that are columns. */
interface FileFormContract {
    private static void write(Trial trial, String name, String content) throws IOException {
        Path file = trial.folder().resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(Charset.forName("windows-1252")));
    }

    private static Resource walkedIf(boolean walked, Resource resource) {
        return walked ? resource.filter(row -> true) : resource;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void a_waiting_package_of_other_text_is_read_as_it_was_written(boolean walked, Trial trial)
            throws IOException {
        write(trial, "plain.csv", "1;'it''s; \"so\"';1,5;2,50\n2;-;-2,25;0,5\n3;NA;;\n");
        Resource items = walkedIf(
                walked,
                resource("items")
                        .files(
                                trial.folder() + "/in/*.csv",
                                csvFormat()
                                        .delimiter(";")
                                        .quote("'")
                                        .withoutHeader("id", "note", "price", "paid")
                                        .nulls("-", "NA")
                                        .decimalComma())
                        .column("paid", decimal(10, 2)));
        trial.crash(LoadStep.SEALED, items);

        trial.run(items);

        assertThat(trial.rows("SELECT id, note, price, paid FROM items ORDER BY id"))
                .containsExactly("1 | it's; \"so\" | 1.5 | 2.50", "2 | NULL | -2.25 | 0.50", "3 | NULL | NULL | NULL");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void text_that_is_written_again_is_the_same_rows(boolean walked, Trial trial) throws IOException {
        write(trial, "old.csv", "Export\nid,größe\n# no row\n1,\"5 \\\" breit\"\n2,\\N\n");

        trial.run(walkedIf(
                walked,
                resource("items")
                        .files(
                                trial.folder() + "/in/*.csv",
                                csvFormat()
                                        .encoding("windows-1252")
                                        .skipLines(1)
                                        .comment("#")
                                        .escape("\\")
                                        .nulls("\\N"))));

        assertThat(trial.rows("SELECT id, grosse FROM items ORDER BY id"))
                .containsExactly("1 | 5 \" breit", "2 | NULL");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void numbers_and_dates_of_other_forms_are_values_and_other_texts_stay(boolean walked, Trial trial)
            throws IOException {
        write(
                trial,
                "sales.csv",
                "id;version;amount;day;at\n1;1.234;1.234,50;03.04.2025;03.04.2025 13:05\n"
                        + "2;1.2.3;-12,25;31.12.2024;\n");

        trial.run(walkedIf(
                walked,
                resource("items")
                        .files(
                                trial.folder() + "/in/*.csv",
                                csvFormat()
                                        .delimiter(";")
                                        .decimalComma()
                                        .thousands(".", "amount")
                                        .dateFormat("dd.MM.yyyy", "day")
                                        .dateFormat("dd.MM.yyyy HH:mm", "at"))));

        assertThat(trial.rows("SELECT id, version, amount + 1, EXTRACT(month FROM day), EXTRACT(hour FROM \"at\")"
                        + " FROM items ORDER BY id"))
                .containsExactly("1 | 1.234 | 1235.5 | 4 | 13", "2 | 1.2.3 | -11.25 | 12 | NULL");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void text_of_fixed_width_is_read_like_csv(boolean walked, Trial trial) throws IOException {
        write(trial, "bank.fwf", "ID AMOUNT  NAME\n1    1,50 Größe\n2  -2,25\n");

        trial.run(walkedIf(
                walked,
                resource("items")
                        .files(
                                trial.folder() + "/in/*.fwf",
                                fixedFormat()
                                        .positions("id=3", "amount=6", "name=10-")
                                        .decimalComma()
                                        .skipLines(1)
                                        .encoding("windows-1252"))));

        assertThat(trial.rows("SELECT id + 1, amount * 2, name FROM items ORDER BY id"))
                .containsExactly("2 | 3.0 | Größe", "3 | -4.5 | NULL");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void folders_are_a_key_and_a_cursor(boolean walked, Trial trial) throws IOException {
        write(trial, "shop=a/day=2025-01-01/x.csv", "id,v\n1,one\n");
        write(trial, "shop=b/day=2025-01-01/x.csv", "id,v\n1,two\n");
        Resource sales = walkedIf(
                walked,
                resource("sales")
                        .files(trial.folder() + "/in/**/*.csv")
                        .folderKeys()
                        .merge("shop", "id")
                        .incremental(cursor("day", LocalDate.class)));
        trial.run(sales);
        write(trial, "shop=a/day=2025-01-01/x.csv", "id,v\n2,old\n");
        write(trial, "shop=b/day=2025-01-02/x.csv", "id,v\n1,three\n");
        Files.delete(trial.folder().resolve("in/shop=a/day=2025-01-01/x.csv"));

        trial.run(sales);

        assertThat(trial.rows("SELECT shop, day, id, v FROM sales ORDER BY shop"))
                .containsExactly("a | 2025-01-01 | 1 | one", "b | 2025-01-02 | 1 | three");
    }
}
