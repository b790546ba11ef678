package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --columns}, {@code --exclude}, {@code --rename} and {@code --mask}, in any order of the options. */
class ColumnOptionsTests {
    @TempDir
    Path folder;

    private Path file = Path.of("people.csv");

    @BeforeEach
    void write_a_file() throws IOException {
        file = Files.writeString(folder.resolve("people.csv"), "id,Post Code,name\n1,01234,Ann\n2,99999,Bob\n");
    }

    private Result load(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("load", file, "--into", "duckdb:" + folder + "/d.duckdb"));
        arguments.addAll(List.of("--home", folder.resolve("home"), "--quiet"));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray());
    }

    private String rows(String query) {
        return Cli.run("sql", "duckdb:" + folder + "/d.duckdb", query, "--format", "csv")
                .out();
    }

    @Test
    void columns_are_chosen_by_the_inputs_names_and_renamed_in_any_order_of_the_options() {
        assertThat(load("--merge", "key", "--rename", "id=key", "--columns", "id,Post Code")
                        .err())
                .isEmpty();
        assertThat(load("--columns", "post_code, id", "--rename", "id=key", "--merge", "key")
                        .err())
                .isEmpty();

        assertThat(rows("SELECT key, post_code FROM people ORDER BY key"))
                .isEqualToIgnoringNewLines("key,post_code1,012342,99999");
    }

    @Test
    void all_columns_are_loaded_but_excluded_ones() {
        assertThat(load("--exclude", "Post Code,name").err()).isEmpty();

        assertThat(rows("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM people ORDER BY id"))
                .isEqualToIgnoringNewLines("id12");
    }

    @Test
    void columns_are_masked_by_the_names_that_they_have_then() {
        assertThat(load("--rename", "name=first", "--mask", "first=partial:1,0", "--mask", "post_code=null")
                        .err())
                .isEmpty();

        assertThat(rows("SELECT id, first FROM people ORDER BY id")).isEqualToIgnoringNewLines("id,first1,A**2,B**");
        assertThat(rows("SELECT column_name FROM (DESCRIBE people)")).doesNotContain("post_code");
    }

    @Test
    void a_mask_that_is_none_or_has_no_key_is_refused() {
        assertThat(load("--mask", "name").err())
                .contains(
                        "--mask name: write it like --mask email=hmac:MASK_KEY, with the name of an environment variable, or"
                                + " email=sha256:MASK_SALT, phone=partial:0,3, phone=null.");
        assertThat(load("--mask", "name=hmac:NO_SUCH_VARIABLE").err())
                .contains("mask hmac:NO_SUCH_VARIABLE: the environment variable NO_SUCH_VARIABLE is not set. Set it to"
                        + " the salt or the key.");
        assertThat(load("--mask", "nam=null").err())
                .contains(
                        "[BAD_USAGE] resource people: --mask names column 'nam', which the input does not have. What its"
                                + " first line has is not shown, because columns are masked.");
    }

    @Test
    void errors_name_the_options() {
        assertThat(load("--exclude", "nam").err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] resource people: --exclude names column 'nam', which"
                                + " the input does not have. Did you mean 'name'?");
        assertThat(load("--columns", "name", "--merge", "id").err())
                .isEqualToIgnoringNewLines("pipette load: [BAD_USAGE] resource people: key column 'id' is not among the"
                        + " columns of --columns. Add it there.");
        assertThat(load("--exclude", "id", "--cursor", "id").err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] resource people: cursor column 'id' is left out by"
                                + " --exclude. Leave it in.");
        assertThat(load("--columns", "id", "--exclude", "name").err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] --columns and --exclude both say which columns are"
                                + " loaded. Use one of them.");
        assertThat(load("--rename", "id=a", "--rename", "id=b").err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] --rename gives 'id' two new names, 'a' and 'b'. Leave"
                                + " one out.");
        assertThat(load("--columns", "id,,name").err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] --columns id,,name: a column's name is empty. Write"
                                + " names with commas between and no spaces: date,affiliate_id.");
    }
}
