package dev.pipette.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFormatTests {
    @TempDir
    Path folder;

    @Test
    void all_formats_are_found_by_the_service_loader() {
        assertThat(formats().map(SourceFormat::name))
                .containsExactlyInAnyOrder("csv", "tsv", "json", "jsonl", "parquet", "xml", "fixed");
    }

    @ParameterizedTest
    @CsvSource({
        "day.json, json",
        "DAY.JSON, json",
        "day.jsonl, jsonl",
        "day.ndjson, jsonl",
        "day.csv, csv",
        "day.2024.tsv, tsv",
        "day.parquet, parquet"
    })
    void a_name_belongs_to_one_format(String fileName, String format) {
        assertThat(formats().filter(one -> one.recognizes(fileName)).map(SourceFormat::name))
                .containsExactly(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"day.txt", "day", "csv", "json"})
    void other_names_belong_to_none(String fileName) {
        assertThat(formats().filter(one -> one.recognizes(fileName))).isEmpty();
    }

    @Test
    void json_is_read_as_rows() throws IOException {
        Path file = write("day.json", "{\"data\": {\"items\": [{\"id\": 1}, {\"id\": 2}]}}");

        assertThat(rows(format("json").content(file, Map.of("at", "data.items"))))
                .containsExactly(Map.of("id", 1L), Map.of("id", 2L));
    }

    @Test
    void lines_are_read_as_rows() throws IOException {
        Path file = write("day.jsonl", "{\"id\": 1}\n\n{\"id\": 2}");

        assertThat(rows(format("jsonl").content(file, Map.of()))).containsExactly(Map.of("id", 1L), Map.of("id", 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZ", "zst"})
    void compressed_text_is_unpacked_also_in_several_parts(String ending) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(packed(ending, "{\"id\": 1}\n"));
        both.writeBytes(packed(ending, "{\"id\": 2}\n"));
        Path file = Files.write(folder.resolve("day.jsonl." + ending), both.toByteArray());

        assertThat(rows(format("jsonl").content(file, Map.of()))).containsExactly(Map.of("id", 1L), Map.of("id", 2L));
    }

    @Test
    void rows_can_be_opened_again() throws IOException {
        FileContent content = format("json").content(write("day.json.gz", packed("gz", "[{\"id\": 1}]")), Map.of());

        assertThat(rows(content)).isEqualTo(rows(content)).hasSize(1);
    }

    @Test
    void delimited_text_is_handed_over_with_its_delimiter() {
        Path file = folder.resolve("day.csv");

        assertThat(format("csv").content(file, Map.of())).isEqualTo(columnar(file, FileContent.Kind.DELIMITED, ","));
        assertThat(format("csv").content(file, Map.of("delimiter", ";")))
                .isEqualTo(columnar(file, FileContent.Kind.DELIMITED, ";"));
    }

    @Test
    void delimited_text_may_be_kept_as_text() {
        Path file = folder.resolve("day.csv");

        assertThat(((FileContent.Columnar) format("csv").content(file, Map.of("all_text", "true"))).allText())
                .isTrue();
        assertThat(((FileContent.Columnar) format("tsv").content(file, Map.of("all_text", "false"))).allText())
                .isFalse();
        assertError(
                ErrorCode.BAD_USAGE,
                () -> format("csv").content(file, Map.of("all_text", "yes")),
                "the option 'all_text' of the format csv is true or false, and not 'yes'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void compressed_delimited_text_is_handed_over_with_a_way_to_its_plain_bytes(String ending) throws IOException {
        Path file = write("day.tsv." + ending, packed(ending, "id\tname\n"));

        FileContent.Columnar content = (FileContent.Columnar) format("tsv").content(file, Map.of());

        assertThat(content.dialect().delimiter()).isEqualTo("\t");
        try (InputStream plain = content.plain().orElseThrow().open()) {
            assertThat(plain).hasContent("id\tname\n");
        }
    }

    @Test
    void parquet_is_handed_over() {
        Path file = folder.resolve("day.parquet");

        assertThat(format("parquet").content(file, Map.of())).isEqualTo(columnar(file, FileContent.Kind.PARQUET, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json    | the format json has no option 'page'. It has: at.",
                "jsonl   | the format jsonl has no option 'page'. It has no options.",
                "csv     | the format csv has no option 'page'. It has: all_text, comment, date_format, decimal_comma, delimiter, encoding, escape, header, null, quote, skip_lines, thousands.",
                "tsv     | the format tsv has no option 'page'. It has: all_text, comment, date_format, decimal_comma, delimiter, encoding, escape, header, null, quote, skip_lines, thousands.",
                "parquet | the format parquet has no option 'page'. It has no options."
            })
    void an_unknown_option_is_an_error_that_lists_the_known_ones(String format, String message) {
        assertError(
                ErrorCode.BAD_USAGE, () -> format(format).content(folder.resolve("day"), Map.of("page", "1")), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";;", "\"", "\n"})
    void a_delimiter_that_cannot_be_one_is_an_error(String delimiter) {
        assertError(
                ErrorCode.BAD_USAGE,
                () -> format("csv").content(folder.resolve("day.csv"), Map.of("delimiter", delimiter)),
                "the delimiter '" + delimiter.replace("\n", "\\n") + "' cannot be a delimiter. Give one character"
                        + " that is neither a quote nor a line break.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a."})
    void a_path_with_empty_names_is_an_error(String at) {
        assertError(
                ErrorCode.BAD_USAGE,
                () -> format("json").content(folder.resolve("day.json"), Map.of("at", at)),
                "'" + at + "' is not a path into a JSON document. Write names with dots between: data.items.");
    }

    @ParameterizedTest
    @CsvSource({"gz, gzip, gunzip", "zst, Zstandard, unzstd"})
    void a_parquet_file_that_is_compressed_is_an_error(String ending, String compression, String unpacker) {
        Path file = folder.resolve("day.parquet." + ending);

        assertError(
                ErrorCode.SOURCE_UNREADABLE,
                () -> format("parquet").content(file, Map.of()),
                file + ": a Parquet file is compressed inside and is not read through " + compression + ". Unpack it: "
                        + unpacker + " " + file + ".");
    }

    @Test
    void a_missing_file_is_an_error() {
        Path file = folder.resolve("day.json");

        assertError(
                ErrorCode.SOURCE_MISSING,
                () -> rows(format("json").content(file, Map.of())),
                "there is no file " + file + ". Correct the path.");
    }

    @Test
    void a_folder_is_an_error() {
        assertError(
                ErrorCode.SOURCE_UNREADABLE,
                () -> rows(format("json").content(folder, Map.of())),
                folder + " is a folder. Name the files in it: " + folder + "/*.");
    }

    @ParameterizedTest
    @CsvSource({"gz, gzip", "zst, Zstandard"})
    void a_cut_file_is_an_error(String ending, String compression) throws IOException {
        byte[] whole = packed(ending, randomLines());
        Path file = write("day.jsonl." + ending, Arrays.copyOf(whole, whole.length - 20_000));

        assertThatThrownBy(() -> rows(format("jsonl").content(file, Map.of())))
                .isInstanceOf(PipetteException.class)
                .hasMessageMatching("\\[SOURCE_UNREADABLE\\] \\Q" + file
                        + "\\E cannot be read to its end(, in or after row [0-9,]+, which begins in line [0-9]+)?: the "
                        + compression
                        + " data ends in the middle \\(it ends after [0-9]+ bytes\\), so the file was cut off\\. Provide the whole file and run"
                        + " again\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void a_damaged_file_is_an_error(String ending) throws IOException {
        byte[] damaged = packed(ending, randomLines());
        Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 50, (byte) 0);
        Path file = write("day.jsonl." + ending, damaged);

        assertThatThrownBy(() -> rows(format("jsonl").content(file, Map.of())))
                .isInstanceOf(PipetteException.class)
                .hasMessageContaining("[SOURCE_UNREADABLE] " + file);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "gz, gzip, ``",
                "gz, gzip, [{\"id\": 1}]",
                "zst, Zstandard, ``",
                "zst, Zstandard, (",
                "zst, Zstandard, [{\"id\": 1}]"
            })
    void a_file_that_is_only_named_so_is_an_error(String ending, String compression, String content)
            throws IOException {
        Path file = write("day.json." + ending, content);

        assertError(
                ErrorCode.SOURCE_UNREADABLE,
                () -> rows(format("json").content(file, Map.of())),
                file + " is named ." + ending + " and is not " + compression + " data (" + content.length()
                        + " bytes). Provide the whole file, or name it without ." + ending
                        + " when it is plain text.");
    }

    private static String randomLines() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < 5_000; line++) {
            lines.append("{\"id\": ").append(random.nextLong()).append("}\n");
        }
        return lines.toString();
    }

    private static Stream<SourceFormat> formats() {
        return ServiceLoader.load(SourceFormat.class).stream().map(ServiceLoader.Provider::get);
    }

    private static SourceFormat format(String name) {
        return formats()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<String, Object>> rows(FileContent content) throws IOException {
        FileContent.Rows rows = (FileContent.Rows) content;
        try (Stream<Map<String, Object>> stream = rows.opener().open()) {
            return stream.toList();
        }
    }

    private Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(UTF_8));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static FileContent columnar(Path file, FileContent.Kind kind, String delimiter) {
        return new FileContent.Columnar(
                SourceFile.of(file), kind, CsvDialect.usual(delimiter), false, Optional.empty());
    }

    private static byte[] packed(String ending, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = ending.equals("zst") ? new ZstdOutputStream(bytes) : new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void assertError(ErrorCode code, ThrowingCallable failing, String message) {
        assertThatThrownBy(failing)
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessage("[" + code + "] " + message);
    }
}
