package dev.pipette.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Avro's own library wrote (src/test/fixtures), and damaged ones. */
class AvroFormatTests {
    private static final int FIRST_BLOCK_ROWS = 13;

    @TempDir
    Path folder;

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(AvroFormatTests.class.getResource(name))
                    .toURI());
        } catch (URISyntaxException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<Map<String, Object>> rows(Path file) throws IOException {
        FileContent content = new AvroFormat().content(file, Map.of());
        try (Stream<Map<String, Object>> rows =
                ((FileContent.Rows) content).opener().open()) {
            return rows.toList();
        }
    }

    @Test
    void each_type_has_its_exact_value() throws IOException {
        List<Map<String, Object>> rows = rows(file("types.avro"));

        Map<String, Object> first = rows.getFirst();
        assertThat(rows).hasSize(2);
        assertThat(first).containsEntry("n", null).containsEntry("i", -7).containsEntry("l", Long.MIN_VALUE);
        assertThat(first).containsEntry("f", 0.1f).containsEntry("d", -2.5e300).containsEntry("b", true);
        assertThat(first.get("raw")).isEqualTo(new byte[] {0, -1});
        assertThat(first).containsEntry("s", "Größe 東京 \uD83D\uDE00").containsEntry("e", "HEARTS");
        assertThat(first.get("fx")).isEqualTo(new byte[] {1, 2, 3});
        assertThat(first.get("again")).isEqualTo(new byte[] {4, 5, 6});
        assertThat(first).containsEntry("list", List.of(1, 2, 3)).containsEntry("inner", Map.of("x", 5));
        assertThat((Map<?, ?>) first.get("map")).hasToString("{a=1, z=null}");
        assertThat(first)
                .containsEntry("maybe", "yes")
                .containsEntry("many", "text")
                .containsEntry("odd", 42);
        assertThat(rows.get(1)).containsEntry("maybe", null).containsEntry("many", Map.of("x", 9));
        assertThat(rows.get(1)).containsEntry("f", Float.NaN).containsEntry("d", Double.NEGATIVE_INFINITY);
    }

    @Test
    void each_logical_type_has_its_exact_value() throws IOException {
        List<Map<String, Object>> rows = rows(file("types.avro"));

        Instant instant = Instant.parse("2024-05-01T13:05:06.789012345Z");
        LocalDateTime local = LocalDateTime.parse("2024-05-01T13:05:06.789012345");
        assertThat(rows.getFirst())
                .containsEntry("dec", new BigDecimal("-12345.67"))
                .containsEntry("decf", new BigDecimal("0.125"))
                .containsEntry("big", new BigDecimal("12345678901234567890.5"))
                .containsEntry("day", LocalDate.of(2024, 5, 1))
                .containsEntry("tms", LocalTime.parse("13:05:06.789"))
                .containsEntry("tus", LocalTime.parse("13:05:06.789012"))
                .containsEntry("ims", Instant.parse("2024-05-01T13:05:06.789Z"))
                .containsEntry("ius", Instant.parse("2024-05-01T13:05:06.789012Z"))
                .containsEntry("ins", instant)
                .containsEntry("lms", LocalDateTime.parse("2024-05-01T13:05:06.789"))
                .containsEntry("lus", LocalDateTime.parse("2024-05-01T13:05:06.789012"))
                .containsEntry("lns", local)
                .containsEntry("us", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
                .containsEntry("uf", UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"))
                .containsEntry("dur", "P14M3DT1.5S");
        assertThat(rows.get(1))
                .containsEntry("day", LocalDate.of(1969, 12, 31))
                .containsEntry("ims", Instant.parse("1969-12-31T23:59:59.999Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2", "xz"})
    void each_codec_is_unpacked(String codec) throws IOException {
        assertThat(rows(file("codec-" + codec + ".avro")))
                .isEqualTo(IntStream.range(0, 60)
                        .mapToObj(id -> Map.of("id", id, "note", "note of the line " + id))
                        .toList());
    }

    @Test
    void a_field_that_holds_its_own_record_is_a_document() throws IOException {
        assertThat(rows(file("recursive.avro")))
                .containsExactly(Map.of(
                        "id",
                        1,
                        "children",
                        "[{\"id\":2,\"children\":[{\"id\":3,\"children\":[],\"next\":null}],\"next\":null}]",
                        "next",
                        "{\"id\":3,\"children\":[],\"next\":null}"));
    }

    @Test
    void a_file_without_rows_has_none() throws IOException {
        assertThat(rows(file("empty.avro"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2", "xz"})
    void a_file_that_was_cut_off_is_an_error_unless_it_ends_behind_a_block(String codec) throws IOException {
        byte[] whole = Files.readAllBytes(file("codec-" + codec + ".avro"));
        Path cut = folder.resolve("cut.avro");
        List<Integer> readable = new ArrayList<>();

        int every = codec.equals("deflate") ? 1 : 11; // each length for one codec is enough
        for (int length = whole.length % every + every; length < whole.length; length += every) {
            Files.write(cut, Arrays.copyOf(whole, length));
            try {
                List<Map<String, Object>> _ = rows(cut);
                readable.add(length);
            } catch (PipetteException failed) {
                assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
            }
        }

        assertThat(readable)
                .allSatisfy(length -> assertThat(Arrays.copyOfRange(whole, length - 16, length))
                        .isEqualTo(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2", "xz"})
    void damaged_bytes_never_end_in_another_error(String codec) throws IOException {
        byte[] whole = Files.readAllBytes(file("codec-" + codec + ".avro"));
        Path damaged = folder.resolve("damaged.avro");

        int every = codec.equals("deflate") ? 1 : 7;
        for (int at = 0; at < whole.length; at += every) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) 0xff;
            Files.write(damaged, bytes);
            try {
                List<Map<String, Object>> _ = rows(damaged);
            } catch (PipetteException failed) {
                assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
            }
        }
    }

    @Test
    void errors_name_the_block_its_place_and_the_row() throws IOException {
        byte[] whole = Files.readAllBytes(file("codec-null.avro"));
        int header = indexOf(whole, 0) + 16;
        int second = indexOf(whole, header) + 16;
        Path damaged = folder.resolve("damaged.avro");

        Files.write(damaged, Arrays.copyOf(whole, second + 40));
        assertThatThrownBy(() -> rows(damaged))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + damaged + ": block 2 (at byte " + second
                        + ") is damaged or cut off: it has ")
                .hasMessageEndingWith(
                        " bytes and a marker, and the file ends after 37 more bytes. Nothing of the file was"
                                + " loaded. Provide the whole file again.");

        byte[] bytes = whole.clone();
        bytes[second - 1] = 0;
        Files.write(damaged, bytes);
        assertThatThrownBy(() -> rows(damaged))
                .hasMessage("[SOURCE_UNREADABLE] " + damaged + ": block 1 (at byte " + header
                        + ") is damaged or cut off: the marker behind it is"
                        + " not that of the file. Nothing of the file was loaded. Provide the whole file again.");

        bytes = whole.clone();
        bytes[header + 4] = 127; // the length of the first row's text, behind two numbers of the block and the id
        Files.write(damaged, bytes);
        assertThatThrownBy(() -> rows(damaged))
                .hasMessage("[SOURCE_UNREADABLE] " + damaged + ": block 1 (at byte " + header
                        + ") is damaged or cut off: row 1 of the file, field"
                        + " 'note': a value of -64 bytes does not fit into the " + (second - 16 - header - 5)
                        + " bytes that are left of the block. Nothing of the file was loaded. Provide the whole file"
                        + " again.");
        assertThat(whole[header]).isEqualTo((byte) (2 * FIRST_BLOCK_ROWS));
    }

    private static int indexOf(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != 1 || bytes[at + 1] != 2 || bytes[at + 2] != 3 || bytes[at + 15] != 16) {
            at++;
        }
        return at;
    }

    private Path written(String schema, String codec, int... block) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'O', 'b', 'j', 1, 4});
        for (String text : List.of("avro.codec", codec, "avro.schema", schema)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int size = bytes.length * 2;
            for (; size > 127; size >>>= 7) {
                out.write(size & 127 | 128);
            }
            out.write(size);
            out.writeBytes(bytes);
        }
        out.write(0);
        out.writeBytes(new byte[16]);
        for (int next : block) {
            out.write(next);
        }
        if (block.length > 0) {
            out.writeBytes(new byte[16]);
        }
        return Files.write(folder.resolve("written.avro"), out.toByteArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"string\"' | null | its schema is of the type 'string', and rows are records",
                "'[\"int\",\"string\"]' | null | its schema is a union of several types, and rows are records",
                "'{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"x\",\"type\":\"Other\"}]}' | null"
                        + " | its schema names the type 'Other', which it does not have",
                "'{' | null | its schema is not JSON",
                "'{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}' | lzo | its codec 'lzo' is not one of null, deflate,"
                        + " snappy, zstandard, bzip2 and xz. Have it written with one of them",
            })
    void a_header_that_cannot_be_read_says_why(String schema, String codec, String problem) throws IOException {
        Path file = written(schema, codec);

        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(PipetteException.class)
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + file + ": the header cannot be read: " + problem);
    }

    @Test
    void a_few_bytes_take_neither_memory_nor_the_stack() throws IOException {
        String list = """
                {"type":"record","name":"A","fields":[{"name":"x","type":{"type":"array","items":"null"}}]}""";
        String chain = """
                {"type":"record","name":"A","fields":[{"name":"x","type":["A","null"]}]}""";
        int[] deep = new int[4 + 1_000];
        deep[0] = 2;
        deep[1] = 0xd0; // 1,000 bytes: zigzag 2,000
        deep[2] = 0x0f;
        int[] manyNulls = {2, 12, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0};

        Path nulls = written(list, "null", manyNulls);
        assertThatThrownBy(() -> rows(nulls)).hasMessageContaining("a list of 2147483647 items does not fit into");
        Path levels = written(chain, "null", Arrays.copyOf(deep, 3 + 1_000));
        assertThatThrownBy(() -> rows(levels)).hasMessageContaining("more than 200 levels deep inside each other");
    }

    @Test
    void text_in_the_place_of_an_avro_file_says_so() throws IOException {
        Path file = Files.writeString(folder.resolve("day.avro"), "id,name\n1,Ann\n");
        Path missing = folder.resolve("none.avro");

        assertThatThrownBy(() -> rows(file))
                .hasMessage(
                        "[SOURCE_UNREADABLE] " + file
                                + " is not an Avro file: it does not begin with \"Obj\" and the byte 1. Nothing of it was"
                                + " loaded. Provide the whole file, or give its format with --format or files(pattern, format).");
        assertThatThrownBy(() -> rows(missing))
                .hasMessage("[SOURCE_MISSING] there is no file " + missing + ". Correct the path.");
        assertThatThrownBy(() -> rows(folder.resolve("a.avro.gz")))
                .hasMessageEndingWith("a.avro.gz: an Avro file is compressed inside and is not read through another"
                        + " compression. Unpack it: gunzip " + folder.resolve("a.avro.gz") + ".");
    }
}
