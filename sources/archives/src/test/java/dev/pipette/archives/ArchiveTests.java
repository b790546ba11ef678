package dev.pipette.archives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileArchive;
import dev.pipette.spi.FileStore;
import dev.pipette.spi.Glob;
import dev.pipette.spi.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as other programs write them, and as nobody should. */
class ArchiveTests {
    private static final int CENTRAL = 0x02014b50;

    @TempDir
    Path folder;

    private Path scratch = Path.of("");

    @BeforeEach
    void scratch() throws IOException {
        scratch = Files.createDirectory(folder.resolve("scratch"));
    }

    private static byte[] zip(Map<String, String> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue().getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(Map<String, String> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, String> member : members.entrySet()) {
                byte[] content = member.getValue().getBytes(UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(member.getKey(), true);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
            TarArchiveEntry link = new TarArchiveEntry("link.csv", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] archive(String name, Map<String, String> members) throws IOException {
        if (name.endsWith(".zip")) {
            return zip(members);
        }
        byte[] tar = tar(members);
        return name.endsWith(".tar") ? tar : name.endsWith(".zst") ? Zstd.compress(tar) : gzip(tar);
    }

    private FileStore.OpenLocation open(String name, byte[] bytes, String members) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        FileArchive kind = List.of(new ZipArchive(), new TarArchive()).stream()
                .filter(some -> some.recognizes(name))
                .findFirst()
                .orElseThrow();
        return kind.open("orders", SourceFile.of(file), Glob.of("orders", members), scratch);
    }

    private Map<String, String> read(String name, byte[] bytes, String members) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (FileStore.OpenLocation location = open(name, bytes, members)) {
            for (StoredFile file : location.list().reversed()) {
                Path to = scratch.resolve("member" + found.size());
                assertThat(location.fetch(file, to)).contains(file);
                found.put(file.key(), Files.readString(to));
                assertThat(file.size()).isEqualTo(Files.size(to));
                Files.delete(to);
            }
        }
        return found;
    }

    private static Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("2024/", "");
        members.put("2024/b.csv", "id\n2\n");
        members.put("./2024/a.csv", "id\n1\n");
        members.put("2024/" + "x".repeat(200) + "/ä.csv", "id\n3\n");
        members.put("__MACOSX/._a.csv", "no table");
        members.put("read.me", "text");
        return members;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.zst"})
    void members_are_found_by_their_names_and_read_in_any_order(String name) throws IOException {
        byte[] bytes = archive(name, members());

        assertThat(read(name, bytes, "2024/*.csv"))
                .containsExactlyEntriesOf(ordered("2024/b.csv", "id\n2\n", "2024/a.csv", "id\n1\n"));
        assertThat(read(name, bytes, "**"))
                .containsOnlyKeys("2024/a.csv", "2024/b.csv", "2024/" + "x".repeat(200) + "/ä.csv", "read.me");
        assertThat(read(name, bytes, "2025/*")).isEmpty();
    }

    private static Map<String, String> ordered(String... entries) {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (int at = 0; at < entries.length; at += 2) {
            ordered.put(entries[at], entries[at + 1]);
        }
        return ordered;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar.gz"})
    void a_member_is_known_by_its_content(String name) throws IOException {
        List<String> tags = new ArrayList<>();
        for (String content : List.of("id\n1\n", "id\n1\n", "id\n2\n")) {
            try (FileStore.OpenLocation location = open(name, archive(name, Map.of("a.csv", content)), "**")) {
                tags.add(location.list().getFirst().etag());
            }
        }

        assertThat(tags.get(0)).isEqualTo(tags.get(1)).isNotEqualTo(tags.get(2)).startsWith("crc32=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.csv", "x/../../a.csv", "x\\..\\a.csv"})
    void a_name_that_leads_out_of_the_archive_is_an_error(String member) throws IOException {
        byte[] bytes = tar(Map.of(member, "id\n1\n"));

        assertThatThrownBy(() -> open("a.tar", bytes, "**/*"))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + folder.resolve("a.tar") + ": the name of the member '")
                .hasMessageContaining("leads out of the archive. Nothing of it was loaded.");
        assertThat(read("a.tar", bytes, "b/*")).isEmpty();
    }

    @Test
    void two_members_of_one_name_are_an_error() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(java.util.Arrays.copyOf(tar(Map.of("a.csv", "id\n1\n")), 1024));
        bytes.writeBytes(tar(Map.of("a.csv", "id\n2\n")));

        assertThatThrownBy(() -> open("a.tar", bytes.toByteArray(), "*.csv"))
                .hasMessage("[SOURCE_UNREADABLE] " + folder.resolve("a.tar") + " has two members with the name 'a.csv'."
                        + " Nothing of it was loaded. Have the archive made with one, or unpack it and load the file"
                        + " that is right.");
    }

    /** The bytes of a zip with one member, in whose central directory two bytes or four at a place are changed. */
    private static byte[] changed(byte[] zip, int place, int value, boolean wide) {
        ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int central = 0;
        while (bytes.getInt(central) != CENTRAL) {
            central++;
        }
        if (wide) {
            bytes.putInt(central + place, value);
        } else {
            bytes.putShort(central + place, (short) value);
        }
        return bytes.array();
    }

    @Test
    void an_encrypted_member_is_an_error() throws IOException {
        byte[] bytes = changed(zip(Map.of("a.csv", "id\n1\n")), 8, 0x0801, false);

        assertThatThrownBy(() -> open("a.zip", bytes, "**"))
                .hasMessage("[SOURCE_UNREADABLE] " + folder.resolve("a.zip") + "!/a.csv is encrypted, and Pipette does"
                        + " not read encrypted members. Nothing was loaded. Unpack the archive with its password, and"
                        + " load the files.");
    }

    @Test
    void an_unknown_compression_is_an_error() throws IOException {
        byte[] bytes = changed(zip(Map.of("a.csv", "id\n1\n")), 10, 97, false);

        assertThatThrownBy(() -> open("a.zip", bytes, "**"))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + folder.resolve("a.zip")
                        + "!/a.csv is compressed in a way that Pipette does not read (");
    }

    @Test
    void a_member_of_another_size_or_checksum_is_an_error_and_leaves_no_file() throws IOException {
        byte[] zip = zip(Map.of("a.csv", "id\n" + "1\n".repeat(500)));

        assertProblem(changed(zip, 24, 10, true), "it has more than the 10 bytes that the archive says");
        assertProblem(changed(zip, 24, 5_000, true), "it has 1003 bytes, and not the 5000 that the archive says");
        assertProblem(changed(zip, 16, 1, true), "");
    }

    private void assertProblem(byte[] zip, String why) throws IOException {
        Path to = scratch.resolve("member");
        try (FileStore.OpenLocation location = open("a.zip", zip, "**")) {
            StoredFile file = location.list().getFirst();
            assertThatThrownBy(() -> location.fetch(file, to))
                    .hasMessageStartingWith(
                            "[SOURCE_UNREADABLE] " + folder.resolve("a.zip") + "!/a.csv cannot be unpacked: " + why);
            assertThat(to).doesNotExist();
        }
    }

    @Test
    void a_small_archive_that_unpacks_into_very_much_is_refused() throws IOException {
        byte[] bytes = changed(zip(Map.of("a.csv", "id\n1\n")), 24, Integer.MAX_VALUE, true);

        assertThatThrownBy(() -> open("a.zip", bytes, "**"))
                .hasMessage("[SOURCE_UNREADABLE] " + folder.resolve("a.zip") + " unpacks into more than 1,073,741,824"
                        + " bytes, which is 200 times its size, or 1 GB. Such an archive may be made to fill a disk, so"
                        + " it is not unpacked. If it is right, unpack it yourself and load the files.");
        Allowance allowance = new Allowance("a.tgz", 10, 1_000);
        allowance.take(2_000);
        assertThatThrownBy(() -> allowance.take(1)).hasMessageStartingWith("[SOURCE_UNREADABLE] a.tgz unpacks into");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tar.zst"})
    void what_is_not_such_an_archive_or_is_cut_is_an_error(String name) throws IOException {
        byte[] whole = archive(name, Map.of("a.csv", "id\n" + "1\n".repeat(5_000)));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 3);

        assertThatThrownBy(() -> read(name, "id,name\n1,x\n".repeat(100).getBytes(UTF_8), "**"))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + folder.resolve(name) + " is not a ")
                .hasMessageEndingWith(". Nothing of it was loaded. Provide the whole file.");
        assertThatThrownBy(() -> read(name, cut, "**"))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] " + folder.resolve(name));
    }
}
