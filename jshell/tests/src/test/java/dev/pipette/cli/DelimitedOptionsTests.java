package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people have them, by the options of the command. */
class DelimitedOptionsTests {
    @TempDir
    Path folder;

    private Result load(String file, String... options) {
        List<Object> arguments = new ArrayList<>(List.of(
                "load",
                folder.resolve(file),
                "--into",
                database(),
                "--table",
                "rows",
                "--home",
                folder.resolve("home")));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray());
    }

    private String database() {
        return "duckdb:" + folder.resolve("scratch.duckdb");
    }

    private String rows() {
        return Cli.run("sql", database(), "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM rows", "--format", "csv")
                .out();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, text.getBytes(Charset.forName("windows-1252")));
    }

    @Test
    void each_option_reaches_the_reader() throws IOException {
        write("a.csv", "Export\n# Größen\n1|'5,5 \\' ü'|1,5\n2|k.A.|n/a\n");

        Result loaded = load(
                "a.csv",
                "--delimiter=|",
                "--quote='",
                "--escape=\\",
                "--header=id,size,price",
                "--skip-lines=1",
                "--comment=#",
                "--encoding=windows-1252",
                "--null=k.A.",
                "--null=n/a",
                "--decimal-comma");

        assertThat(loaded.err()).isEmpty();
        assertThat(rows()).isEqualToIgnoringNewLines("id,size,price" + "1,\"5,5 ' ü\",1.5" + "2,,");
    }

    @Test
    void numbers_and_dates_are_read_in_the_forms_of_their_columns() throws IOException {
        write("a.csv", "id;amount;day\n1;1.234,5;03.04.2025\n2;12;01.05.2025\n");

        Result loaded = load(
                "a.csv", "--delimiter=;", "--decimal-comma", "--thousands", "amount=.", "--date-format=day=dd.MM.yyyy");

        assertThat(loaded.err()).isEmpty();
        assertThat(rows()).isEqualToIgnoringNewLines("id,amount,day" + "1,1234.5,2025-04-03" + "2,12.0,2025-05-01");
    }

    @Test
    void a_file_without_a_header_and_without_quotes() throws IOException {
        write("a.tsv", "1\t\"x\n2\t-\n");

        assertThat(load("a.tsv", "--no-header", "--quote", "", "--null", "-").err())
                .isEmpty();
        assertThat(rows()).isEqualToIgnoringNewLines("column0,column1" + "1,\"\"\"x\"" + "2,");
    }

    @Test
    void a_delimiter_that_was_found_is_noted_with_the_option_that_names_it() throws IOException {
        write("a.csv", "id;name\n1;x\n");

        Result loaded = load("a.csv");

        assertThat(String.join(" ", loaded.lines()))
                .contains("and ';' is taken for the delimiter")
                .contains("name it with --delimiter ';'; if not, --delimiter ',' is the usual one");
    }

    @Test
    void folders_are_columns() throws IOException {
        write("year=2024/a.csv", "id\n1\n");

        assertThat(load("*/a.csv", "--folder-keys").err()).isEmpty();
        assertThat(rows()).isEqualToIgnoringNewLines("id,year" + "1,2024");
        assertThat(load("year=2024/a.csv", "--folder-keys", "--rename", "id=year")
                        .err())
                .contains("[NAME_COLLISION]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "json    ! --encoding=utf-16 ! the format json has no option 'encoding', which is for csv and tsv. It has: at.",
                "parquet ! --no-header       ! the format parquet has no option 'header', which is for csv, tsv and xlsx. It has no options.",
                "jsonl   ! --null=NA         ! the format jsonl has no option 'null', which is for csv, tsv and xlsx. It has no options.",
                "csv     ! --at=x            ! the format csv has no option 'at'. It has: all_text,",
                "csv     ! --encoding=window-1252 ! 'window-1252' is not an encoding that Java knows. Give one like utf-8, utf-16, iso-8859-1, windows-1252 or shift_jis. Did you mean 'windows-1252'?",
                "csv     ! --delimiter=;; ! the delimiter ';;' cannot be a delimiter.",
                "csv     ! --quote=, --delimiter=, ! the quote and the delimiter are both ',', so that nothing shows where a field ends.",
                "csv     ! --quote=, ! the delimiter ',' is the quote or the escape character too. Give another one with --delimiter, --quote or --escape.",
                "csv     ! --quote=« ! the quote '«' is not one character of ASCII that can be printed. Give one, or '' for none.",
                "csv     ! --escape=\\\\ ! the escape '\\\\' is not one character",
                "csv     ! --skip-lines=-1 ! '-1' is not a number of lines to skip. Give 0 or more.",
                "csv     ! --skip-lines=x ! 'x' is not a number of lines to skip.",
                "csv     ! --comment= ! the comment mark '' cannot begin a line.",
                "csv     ! --comment=\" ! the comment mark '\"' begins with the quote, so that rows would be lost.",
                "csv     ! --null=a,b ! the text 'a,b' for NULL holds the delimiter, which no field has.",
                "csv     ! --header=a,,b ! a column's name is empty among a,,b.",
                "csv     ! --header=a,a ! two columns are given the name 'a'."
            })
    void what_cannot_be_is_refused_with_a_sentence(String format, String options, String message) throws IOException {
        write("a." + format, "{\"id\": 1}\n");

        Result refused = load("a." + format, options.split(" "));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().replaceAll("\\s+", " ")).contains("[BAD_USAGE] " + message);
    }
}
