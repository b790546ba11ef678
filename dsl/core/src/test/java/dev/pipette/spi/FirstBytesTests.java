package dev.pipette.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28b52ffd240d          | ZSTANDARD",
                "d0cf11e0a1b11ae10000  | WORKBOOK",
                "5041523115040000      | PARQUET",
                "53514c69746520666f726d6174203300      | DATABASE",
                "0123456789abcdef4455434b40000000      | DATABASE",
                "4f626a0104             | AVRO",
                "4152524f57310000       | OTHER_COLUMNS",
                "4f524300               | OTHER_COLUMNS",
                "425a6839314159265359   | OTHER_COMPRESSION",
                "fd377a585a000004       | OTHER_COMPRESSION",
                "377abcaf271c           | OTHER_COMPRESSION",
                "04224d18               | OTHER_COMPRESSION",
                "255044462d312e37       | PDF",
                "00051607000200004d6163204f5320582020  | BINARY",
            })
    void bytes_are_recognised_by_how_they_begin(String hex, FirstBytes expected) {
        assertThat(FirstBytes.of(java.util.HexFormat.of().parseHex(hex))).contains(expected);
    }

    @Test
    void what_java_packs_is_recognised() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        new GZIPOutputStream(packed).close();
        assertThat(FirstBytes.of(packed.toByteArray())).contains(FirstBytes.GZIP);

        assertThat(FirstBytes.of(zip("day.csv"))).contains(FirstBytes.ZIP);
        assertThat(FirstBytes.of(zip("[Content_Types].xml"))).contains(FirstBytes.WORKBOOK);
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write("id\n1\n".getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE html><html>", "\uFEFF\n <html lang=\"en\">", "<?xml version=\"1.0\"?><Error>"})
    void pages_are_recognised(String text) {
        assertThat(FirstBytes.of(text.getBytes(UTF_8))).contains(FirstBytes.MARKUP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id,name\n1,Ann\n", "id\n", "größe,straße,東京\n1,2,3\n", "\uFEFFid,name\n", "id,日本,中国,x,y,z\n"})
    void utf_16_is_recognised_with_a_mark_and_without(String text) {
        boolean latin = text.chars().filter(unit -> unit < 256).count() * 2 > text.length();
        if (latin || text.startsWith("\uFEFF")) {
            assertThat(FirstBytes.of(text.getBytes(UTF_16LE))).contains(FirstBytes.UTF_16_LE);
            assertThat(FirstBytes.of(text.getBytes(UTF_16BE))).contains(FirstBytes.UTF_16_BE);
        }
        assertThat(FirstBytes.of(text.getBytes(UTF_8))).isEmpty();
        assertThat(FirstBytes.of(text.getBytes(ISO_8859_1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "i",
                "ORCHARD,id\n",
                "PK,id\n",
                "BZh,id\n",
                "Objekt\n",
                "{\"id\": 1}",
                "<id>,<name>\n",
                "id,name,note\n1,Ann,a text that is long enough for one \0 in it\n"
            })
    void text_is_nothing_else(String text) {
        assertThat(FirstBytes.of(text.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void bytes_without_any_order_are_no_old_text() {
        byte[] random = new byte[FirstBytes.LENGTH];
        RandomGenerator.of("L64X128MixRandom").nextBytes(random);

        assertThat(FirstBytes.mayBeOldText(random)).isFalse();
        assertThat(FirstBytes.mayBeOldText("Größe;Straße\r\n1;\t2\r\n".getBytes(ISO_8859_1)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GZIP      | in/day.csv     | Name it day.csv.gz, and it is unpacked while it is read.",
                "GZIP      | standard input | Unpack it first (gunzip).",
                "GZIP      | day.parquet    | Unpack it first (gunzip).",
                "GZIP      | day.csv.gz     | It is packed twice: unpack it once (gunzip).",
                "ZSTANDARD | day.jsonl      | Name it day.jsonl.zst, and it is unpacked while it is read.",
                "WORKBOOK  | day.xls        | Save it as .xlsx, and load that (dependency dev.pipette:pipette-excel, which the command has).",
                "WORKBOOK  | day.csv        | Name it with .xlsx at the end, or give its format: files(.., xlsxFormat()) (--format xlsx). In a program, add the dependency dev.pipette:pipette-excel. Save a workbook of an older Excel (.xls), or of another office program, as .xlsx first.",
                "ZIP       | day.csv        | Name it with .zip at the end, and the pattern of its members behind !/: orders.zip!/*.csv. In a program, add the dependency dev.pipette:pipette-archives.",
                "AVRO      | day.csv        | Name it with .avro at the end, or give its format: files(.., avroFormat()) (--format avro). In a program, add the dependency dev.pipette:pipette-avro.",
                "UTF_16_LE | day.csv        | Convert it to UTF-8, for instance with iconv -f UTF-16LE -t UTF-8.",
            })
    void the_way_out_names_the_file_and_the_program(FirstBytes bytes, String file, String wayOut) {
        assertThat(bytes.wayOut(file)).isEqualTo(wayOut);
    }

    @Test
    void every_kind_has_words_and_a_way_out() {
        assertThat(Arrays.stream(FirstBytes.values()))
                .allSatisfy(bytes -> assertThat(bytes.problem("day.csv", "a JSON document"))
                        .startsWith(
                                "day.csv is " + bytes.words() + " and not a JSON document. Nothing of it was loaded. ")
                        .endsWith("."));
        assertThat(FirstBytes.of(Path.of("there is no such file"))).isEmpty();
    }
}
