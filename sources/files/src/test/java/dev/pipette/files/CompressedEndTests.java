package dev.pipette.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.pipette.spi.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed data that was put together of parts is read to its very end, or refused: a lost part is lost rows. */
class CompressedEndTests {
    private static final byte[] FIRST = "id\n1\n".getBytes(UTF_8);
    private static final byte[] SECOND = "2\n".getBytes(UTF_8);

    @TempDir
    Path folder;

    @Test
    void gzip_that_is_cut_anywhere_in_a_further_member_is_refused() throws IOException {
        byte[] first = gzip(FIRST);
        byte[] both = both(first, gzip(SECOND));

        for (int length = first.length + 1; length < both.length; length++) {
            assertRefused(
                    "gz",
                    Arrays.copyOf(both, length),
                    "the gzip data ends in the middle (it ends after " + length + " bytes), so the file was cut off");
        }
        assertThat(read("gz", both)).isEqualTo("id\n1\n2\n");
        assertThat(read("gz", first)).isEqualTo("id\n1\n");
    }

    @Test
    void zst_that_is_cut_anywhere_in_a_further_frame_is_refused() throws IOException {
        byte[] first = Zstd.compress(FIRST);
        byte[] both = both(first, Zstd.compress(SECOND));

        for (int length = first.length + 1; length < both.length; length++) {
            assertRefused(
                    "zst",
                    Arrays.copyOf(both, length),
                    "the Zstandard data ends in the middle (it ends after " + length
                            + " bytes), so the file was cut off");
        }
        assertThat(read("zst", both)).isEqualTo("id\n1\n2\n");
        assertThat(read("zst", first)).isEqualTo("id\n1\n");
    }

    @Test
    void a_further_gzip_member_with_a_damaged_header_is_refused() throws IOException {
        byte[] first = gzip(FIRST);
        byte[] both = both(first, gzip(SECOND));
        both[first.length + 1] = 0;

        assertRefused(
                "gz",
                both,
                "the gzip data is damaged (the part at byte " + first.length + ": it does not begin like gzip)");
    }

    @Test
    void something_else_behind_gzip_data_is_refused() throws IOException {
        byte[] first = gzip(FIRST);

        assertRefused(
                "gz",
                both(first, "2\n".getBytes(UTF_8)),
                "the gzip data is damaged (something else follows at byte " + first.length + ")");
        assertRefused(
                "gz",
                both(first, new byte[] {0, 0, 0, 7}),
                "the gzip data is damaged (something else follows at byte " + first.length + ")");
    }

    @Test
    void zeros_behind_gzip_data_fill_a_block_and_are_left_out() throws IOException {
        assertThat(read("gz", both(gzip(FIRST), new byte[100_000]))).isEqualTo("id\n1\n");
    }

    @Test
    void something_else_behind_zst_data_is_refused() throws IOException {
        assertRefused(
                "zst",
                both(Zstd.compress(FIRST), "plain text".getBytes(UTF_8)),
                "the Zstandard data is damaged (Unknown frame descriptor)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 131_072, 400_000, 3_000_000})
    void what_is_read_is_what_was_written(int length) throws IOException {
        byte[] random = new byte[length];
        RandomGenerator.of("L64X128MixRandom").nextBytes(random);
        byte[] repeated = new byte[length];
        Arrays.fill(repeated, (byte) 'x');

        for (byte[] bytes : new byte[][] {random, repeated}) {
            assertThat(bytes("gz", both(gzip(bytes), gzip(bytes)))).isEqualTo(both(bytes, bytes));
            assertThat(bytes("zst", both(Zstd.compress(bytes), Zstd.compress(bytes))))
                    .isEqualTo(both(bytes, bytes));
        }
    }

    @Test
    void a_gzip_header_with_all_it_may_have_is_skipped() throws IOException {
        byte[] plainMember = gzip(FIRST);
        byte[] header = {
            0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9, 'a', '.', 'c', 's', 'v', 0, 'n', 'o', 0
        };
        CRC32 checksum = new CRC32();
        checksum.update(header);
        byte[] withChecksum = both(header, new byte[] {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)});

        byte[] deflated = Arrays.copyOfRange(plainMember, 10, plainMember.length);
        assertThat(read("gz", both(withChecksum, deflated))).isEqualTo("id\n1\n");

        withChecksum[header.length]++;
        assertThatThrownBy(() -> read("gz", both(withChecksum, deflated)))
                .hasMessage("[SOURCE_UNREADABLE] the gzip header of " + folder.resolve("day.csv.gz")
                        + " is damaged or cut (40 bytes). Nothing of it was loaded. Provide the whole file.");
    }

    private void assertRefused(String ending, byte[] packed, String reason) {
        assertThatThrownBy(() -> read(ending, packed))
                .isInstanceOf(IOException.class)
                .hasMessage(reason);
    }

    private String read(String ending, byte[] packed) throws IOException {
        return new String(bytes(ending, packed), UTF_8);
    }

    private byte[] bytes(String ending, byte[] packed) throws IOException {
        Path file = Files.write(folder.resolve("day.csv." + ending), packed);
        try (InputStream plain = PlainBytes.open(SourceFile.of(file))) {
            return plain.readAllBytes();
        }
    }

    private static byte[] both(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
