package dev.pipette.duckdb;

import static dev.pipette.Pipette.avroFormat;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.incremental.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Avro's own library wrote become tables. */
class AvroLoadTests {
    private static final Path FILES =
            Path.of("..", "..", "..", "sources", "avro", "src", "test", "resources", "dev", "pipette", "avro");

    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Path copied(String name) throws IOException {
        return Files.copy(FILES.resolve(name), folder.resolve(name));
    }

    @Test
    void types_travel_into_the_table() throws IOException {
        scratch.run(resource("samples").files(copied("types.avro").toString()).exclude("ins", "lns"));

        assertThat(scratch.rows("SELECT i, l, f, d, b, raw, s, e, fx FROM samples ORDER BY maybe NULLS LAST"))
                .containsExactly(
                        "-7 | -9223372036854775808 | 0.1 | -2.5e+300 | true | \\x00\\xFF | Größe 東京 \uD83D\uDE00 | HEARTS"
                                + " | \\x01\\x02\\x03",
                        "-7 | -9223372036854775808 | nan | -inf | true | \\x00\\xFF | Größe 東京 \uD83D\uDE00 | HEARTS"
                                + " | \\x01\\x02\\x03");
        assertThat(scratch.rows("SELECT dec, decf, big, day, tms, tus, ims, ius, lms, lus, us, uf, dur, odd, inner__x,"
                        + " many FROM samples WHERE maybe = 'yes'"))
                .containsExactly("-12345.670000000 | 0.125000000 | 12345678901234567890.500000000 | 2024-05-01 |"
                        + " 13:05:06.789 | 13:05:06.789012 | 2024-05-01 13:05:06.789+00 | 2024-05-01 13:05:06.789012+00 |"
                        + " 2024-05-01 13:05:06.789 | 2024-05-01 13:05:06.789012 | f81d4fae-7dec-11d0-a765-00a0c91e6bf6 |"
                        + " f81d4fae-7dec-11d0-a765-00a0c91e6bf6 | P14M3DT1.5S | 42 | 5 | text");
        assertThat(scratch.rows("SELECT value FROM samples__list ORDER BY value"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void a_glob_with_a_ledger_takes_schemas_that_changed() throws IOException {
        copied("orders-1.avro");
        Resource orders = resource("orders").files(folder + "/orders-*.avro", avroFormat(), FileState.ledger());
        scratch.run(orders);
        copied("orders-2.avro");
        scratch.run(orders);
        scratch.run(orders);

        assertThat(scratch.rows("SELECT id, note, amount, _row_id FROM orders ORDER BY id"))
                .containsExactly(
                        "1 | one | NULL | 0",
                        "2 | two | NULL | 1",
                        "4 | NULL | NULL | 1",
                        "1099511627776 | NULL | 9.990000000 | 0");
        assertThat(scratch.rows("SELECT typeof(id), typeof(note) FROM orders LIMIT 1"))
                .containsExactly("BIGINT | VARCHAR");
    }

    @Test
    void members_of_an_archive_and_documents_are_read() throws IOException {
        Path zip = folder.resolve("nodes.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("in/recursive.avro"));
            out.write(Files.readAllBytes(FILES.resolve("recursive.avro")));
        }

        scratch.run(resource("nodes").files(zip + "!/in/*.avro").column("next", jsonDocument()));

        assertThat(scratch.rows("SELECT id, next ->> 'id', children FROM nodes"))
                .containsExactly(
                        "1 | 3 | [{\"id\":2,\"children\":[{\"id\":3,\"children\":[],\"next\":null}],\"next\":null}]");
    }

    @Test
    void a_file_that_was_cut_off_loads_nothing_and_is_loaded_whole_later() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("codec-snappy.avro"));
        Path file = Files.write(folder.resolve("lines.avro"), Arrays.copyOf(whole, whole.length - 20));
        Resource lines = resource("lines").files(file.toString(), avroFormat(), FileState.ledger());

        assertThatThrownBy(() -> scratch.run(lines))
                .hasMessageContaining(file + ": block 5 (at byte ")
                .hasMessageContaining(") is damaged or cut off: it has ");
        Files.write(file, whole);
        scratch.run(lines);

        assertThat(scratch.rows("SELECT count(*), sum(id) FROM lines")).containsExactly("60 | 1770");
    }
}
