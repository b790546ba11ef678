package dev.pipette.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.SftpHost;
import dev.pipette.files.Retries;
import dev.pipette.incremental.FileState;
import dev.pipette.incremental.StoredFile;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a real SFTP server on this machine. */
class SftpTests {
    private static final String PASSWORD = "hunter2 of tests";
    private static final KeyPair HOST = keys();
    private static final KeyPair USER = keys();
    private static final KeyPair ED_HOST = keys("ssh-ed25519");
    private static final KeyPair ED_USER = keys("ssh-ed25519");

    @TempDir
    Path folder;

    private Path root = Path.of("");
    private Path knownHosts = Path.of("");
    private final SshServer server = SshServer.setUpDefaultServer();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile Runnable atRead = () -> {};
    private volatile @Nullable ServerSession reader;

    private static KeyPair keys() {
        return keys("ecdsa-sha2-nistp256");
    }

    private static KeyPair keys(String kind) {
        try {
            return KeyUtils.generateKeyPair(kind, 256);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        knownHosts = folder.resolve("known_hosts");
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(HOST, ED_HOST));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.setPasswordAuthenticator((user, password, session) -> {
            logins.incrementAndGet();
            return user.equals("loader") && password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator((user, key, session) -> user.equals("loader")
                && (KeyUtils.compareKeys(key, USER.getPublic()) || KeyUtils.compareKeys(key, ED_USER.getPublic())));
        SftpSubsystemFactory files = new SftpSubsystemFactory.Builder().build();
        files.addSftpEventListener(new SftpEventListener() {
            @Override
            public void reading(
                    ServerSession session,
                    String remote,
                    FileHandle file,
                    long offset,
                    byte[] data,
                    int dataOffset,
                    int length) {
                reads.incrementAndGet();
                reader = session;
                atRead.run();
            }
        });
        server.setSubsystemFactories(List.of(files));
        server.start();
        know(HOST);
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    private void know(KeyPair host) throws IOException {
        Files.writeString(
                knownHosts, "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    }

    private SftpHost host() {
        return Pipette.sftp("127.0.0.1")
                .user("loader")
                .port(server.getPort())
                .password(Secret.of(PASSWORD))
                .knownHosts(knownHosts);
    }

    private Settings settings(Map<String, String> environment) {
        return Settings.from(folder, folder, environment);
    }

    private FileStore.OpenLocation open(FileLocation location) {
        return open(location, Map.of());
    }

    private FileStore.OpenLocation open(FileLocation location, Map<String, String> environment) {
        Retries quick = new Retries(4, Duration.ofMillis(1), Duration.ofSeconds(20));
        return new SftpStore(quick, () -> settings(environment)).open("orders", location);
    }

    private List<String> listed(FileLocation location) {
        try (FileStore.OpenLocation open = open(location)) {
            return open.list().stream().map(StoredFile::key).toList();
        }
    }

    private String place() {
        return "127.0.0.1:" + server.getPort();
    }

    private Path file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/out/*.csv        | /out/a.csv /out/b.csv",
                "/out/**/*.csv     | /out/2024/c.csv /out/a.csv /out/b.csv",
                "/out/2024/c.csv   | /out/2024/c.csv",
                "~/out/[ab].csv    | /~/out/a.csv /~/out/b.csv",
                "/out/none.csv     | ''",
                "/none/*.csv       | ''",
                "/*/2024/*         | /out/2024/c.csv",
                "/out              | ''"
            })
    void files_are_found_by_a_path_or_a_pattern(String pattern, String found) throws IOException {
        file("out/b.csv", "id\n2\n");
        file("out/a.csv", "id\n1\n");
        file("out/.hidden.csv", "id\n9\n");
        file("out/2024/c.csv", "id\n3\n");
        file("out/readme.txt", "text");

        assertThat(listed(host().glob(pattern)))
                .isEqualTo(
                        found.isEmpty()
                                ? List.of()
                                : List.of(found.split(" ")).stream()
                                        .map(key -> place() + key)
                                        .toList());
    }

    @Test
    void a_file_is_fetched_with_what_it_is_known_by() throws IOException {
        Path file = file("out/a.csv", "id\n1\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-05-01T10:00:00Z")));
        Path to = folder.resolve("fetched");

        try (FileStore.OpenLocation open = open(host().glob("~/out/*.csv"))) {
            StoredFile listed = open.list().getFirst();
            assertThat(listed)
                    .isEqualTo(new StoredFile(
                            place() + "/~/out/a.csv", "mtime=1714557600/5", 5, Instant.parse("2024-05-01T10:00:00Z")));
            assertThat(open.fetch(listed, to)).contains(listed);
            assertThat(to).hasContent("id\n1\n");

            Files.delete(file);
            assertThat(open.fetch(listed, folder.resolve("gone"))).isEmpty();
            assertThat(folder.resolve("gone")).doesNotExist();
        }
    }

    private byte[] large() throws IOException {
        byte[] bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        Files.createDirectories(root.resolve("out"));
        Files.write(root.resolve("out/large.csv"), bytes);
        return bytes;
    }

    @Test
    void a_download_that_is_cut_goes_on_where_it_ended() throws IOException {
        byte[] bytes = large();
        atRead = () -> {
            if (reads.get() == 40) {
                ServerSession session = reader;
                if (session != null) {
                    session.close(true);
                }
            }
        };
        Path to = folder.resolve("fetched");

        try (FileStore.OpenLocation open = open(host().glob("/out/*.csv"))) {
            assertThat(open.fetch(open.list().getFirst(), to)).isPresent();
        }

        assertThat(Files.readAllBytes(to)).isEqualTo(bytes);
        assertThat(logins).hasValue(2);
    }

    @Test
    void a_file_that_is_replaced_while_it_is_read_begins_again() throws IOException {
        byte[] bytes = large();
        byte[] other = new byte[1 << 20];
        atRead = () -> {
            if (reads.get() == 20) {
                try {
                    Files.write(root.resolve("out/large.csv"), other);
                    Files.setLastModifiedTime(root.resolve("out/large.csv"), FileTime.from(Instant.ofEpochSecond(5)));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        };
        Path to = folder.resolve("fetched");

        try (FileStore.OpenLocation open = open(host().glob("/out/*.csv"))) {
            StoredFile listed = open.list().getFirst();
            assertThat(listed.size()).isEqualTo(bytes.length);
            assertThat(open.fetch(listed, to).map(StoredFile::etag)).contains("mtime=5/" + other.length);
        }

        assertThat(Files.readAllBytes(to)).isEqualTo(other);
    }

    @Test
    void an_unknown_server_is_not_let_in_and_the_error_says_how() throws IOException {
        Files.delete(knownHosts);
        String key = PublicKeyEntry.toString(HOST.getPublic());

        assertThatThrownBy(() -> listed(host().glob("/out/*.csv")))
                .hasMessage("[SOURCE_AUTH] resource orders: the key of " + place()
                        + " is not known (ecdsa-sha2-nistp256 "
                        + KeyUtils.getFingerPrint(HOST.getPublic()) + "). Nothing was sent to the server. Compare this"
                        + " fingerprint with the one that the server's operator gives. If it is the same, add this line"
                        + " to " + knownHosts + ": [127.0.0.1]:" + server.getPort() + " " + key);
        assertThat(logins).hasValue(0);
        assertThat(knownHosts).doesNotExist();

        Files.writeString(knownHosts, "[127.0.0.1]:" + server.getPort() + " " + key + "\n");
        assertThat(listed(host().glob("/out/*.csv"))).isEmpty();
    }

    @Test
    void a_server_with_another_key_is_not_let_in() throws IOException {
        know(USER);

        assertThatThrownBy(() -> listed(host().glob("/out/*.csv")))
                .hasMessageStartingWith("[SOURCE_AUTH] resource orders: the key of " + place() + " is another one ("
                        + KeyUtils.getFingerPrint(HOST.getPublic()) + ") than in " + knownHosts + " ("
                        + KeyUtils.getFingerPrint(USER.getPublic()) + "). Another server may stand in its place,")
                .hasMessageContaining("(ssh-keygen -R '[127.0.0.1]:" + server.getPort() + "')");
        assertThat(logins).hasValue(0);
    }

    @Test
    void a_wrong_password_is_tried_once_and_told_nowhere() {
        assertThatThrownBy(() -> listed(host().password(Secret.of("wrong-one")).glob("/out/*.csv")))
                .hasMessage("[SOURCE_AUTH] resource orders: " + place() + " does not let user 'loader' in with the"
                        + " password. Not tried again: repeated failures block an address. Correct the user,"
                        + " SFTP_KEY_FILE or SFTP_PASSWORD.")
                .hasMessageNotContaining("wrong-one");
        assertThat(logins).hasValue(1);
    }

    @Test
    void a_server_that_asks_a_question_gets_the_password_once() throws IOException {
        server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        file("a.csv", "id\n1\n");

        assertThat(listed(host().glob("/*.csv"))).hasSize(1);
        assertThat(logins).hasValue(1);
        assertThatThrownBy(() -> listed(host().password(Secret.of("wrong-one")).glob("/*.csv")))
                .hasMessageContaining("does not let user 'loader' in with the password.");
        assertThat(logins).hasValue(2);
    }

    private Path key(@Nullable String passphrase) throws IOException {
        return key(USER, passphrase);
    }

    private Path key(KeyPair user, @Nullable String passphrase) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        if (passphrase != null) {
            encryption.setPassword(passphrase);
            encryption.setCipherName("AES");
            encryption.setCipherType("256");
            encryption.setCipherMode("CTR");
        }
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                    user, "test", passphrase == null ? null : encryption, bytes);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
        return Files.write(folder.resolve("id_ecdsa"), bytes.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_private_key_comes_from_the_settings(boolean encrypted) throws IOException {
        file("a.csv", "id\n1\n");
        Path key = key(encrypted ? "open sesame" : null);
        FileLocation location = FileLocation.of("sftp://loader@127.0.0.1:" + server.getPort() + "/*.csv");
        Map<String, String> environment = encrypted
                ? Map.of(
                        "SFTP_KEY_FILE", key.toString(),
                        "SFTP_KEY_PASSPHRASE", "open sesame",
                        "SFTP_KNOWN_HOSTS", knownHosts.toString())
                : Map.of("SFTP_KEY_FILE", key.toString(), "SFTP_KNOWN_HOSTS", knownHosts.toString());

        try (FileStore.OpenLocation open = open(location, environment)) {
            assertThat(open.list()).hasSize(1);
        }
        if (encrypted) {
            assertThatThrownBy(() -> listed(Pipette.sftp("127.0.0.1")
                            .user("loader")
                            .port(server.getPort())
                            .privateKey(key)
                            .passphrase(Secret.of("wrong-one"))
                            .knownHosts(knownHosts)
                            .glob("/*.csv")))
                    .hasMessage(
                            "[BAD_SETTINGS] resource orders: the private key " + key + " cannot be read. If it has a"
                                    + " passphrase, set SFTP_KEY_PASSPHRASE or .passphrase(..); otherwise provide a key of"
                                    + " OpenSSH or PEM.");
        }
        assertThat(logins).hasValue(0);
    }

    @Test
    void ed25519_keys_of_the_user_and_of_the_server_are_as_good_as_others() throws IOException {
        file("a.csv", "id\n1\n");
        know(ED_HOST);

        assertThat(listed(Pipette.sftp("127.0.0.1")
                        .user("loader")
                        .port(server.getPort())
                        .privateKey(key(ED_USER, null))
                        .knownHosts(knownHosts)
                        .glob("/*.csv")))
                .hasSize(1);
    }

    @Test
    void without_key_and_password_or_user_nothing_is_asked() {
        String server = "sftp://loader@files.example.com";

        assertThatThrownBy(() -> open(FileLocation.of(server + "/out/*.csv")))
                .hasMessage("[BAD_SETTINGS] resource orders: there is neither a key nor a password for sftp://. Set"
                        + " SFTP_KEY_FILE or SFTP_PASSWORD, or .privateKey(..) or .password(..) of sftp(\"HOST\").");
        assertThatThrownBy(() -> open(FileLocation.of("sftp://files.example.com/out/*.csv")))
                .hasMessageStartingWith(
                        "[BAD_USAGE] resource orders: 'sftp://files.example.com/out/*.csv' names no user.");
        assertThatThrownBy(() -> open(FileLocation.of("sftp://loader:hunter2@files.example.com/out/*.csv")))
                .hasMessageStartingWith(
                        "[BAD_USAGE] resource orders: the address sftp://.. holds a password. Leave it out")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> open(FileLocation.of("sftp://loader@files.example.com")))
                .hasMessageStartingWith(
                        "[BAD_USAGE] resource orders: 'sftp://loader@files.example.com' is not an address of files.");
        assertThatThrownBy(() -> open(host().glob("/a.csv").with("region", "x")))
                .hasMessage(
                        "[BAD_USAGE] resource orders: SFTP has no setting 'region'. It has: key_file, known_hosts.");
        assertThatThrownBy(() -> open(
                        FileLocation.of(server + "/a.csv"),
                        Map.of("SFTP_KEY_FILE", folder.resolve("none").toString())))
                .hasMessage("[BAD_SETTINGS] resource orders: there is no private key " + folder.resolve("none")
                        + " that can be read. Correct SFTP_KEY_FILE or .privateKey(..).");
    }

    @Test
    void a_server_that_is_not_there_is_an_error_after_some_tries() throws IOException {
        FileLocation location = host().glob("/out/*.csv");
        int port = server.getPort();
        server.stop(true);

        assertThatThrownBy(() -> listed(location))
                .hasMessageStartingWith("[SOURCE_UNAVAILABLE] resource orders: 127.0.0.1:" + port
                        + " cannot be reached or broke off while Pipette listed /out/*.csv (")
                .hasMessageContaining("It was tried several times.");
    }

    @Test
    void names_of_any_language_are_kept() throws IOException {
        file("größe 東.csv", "id\n1\n");
        Path to = folder.resolve("fetched");

        try (FileStore.OpenLocation open = open(host().glob("/*.csv"))) {
            StoredFile listed = open.list().getFirst();
            assertThat(listed.key()).isEqualTo(place() + "/größe 東.csv");
            Optional<StoredFile> fetched = open.fetch(listed, to);
            assertThat(fetched).isPresent();
            assertThat(Files.readString(to, StandardCharsets.UTF_8)).isEqualTo("id\n1\n");
        }
    }

    private List<String> loaded(Pipeline pipeline, Resource orders) throws SQLException {
        LoadInfo _ = pipeline.run(orders);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("shop.duckdb"));
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM exports.orders ORDER BY id")) {
            List<String> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private Pipeline pipeline() {
        return Pipette.pipeline("shop", Pipette.duckdb(folder.resolve("shop.duckdb")))
                .datasetName("exports")
                .home(folder.resolve("home"));
    }

    @Test
    void files_are_loaded_into_duckdb_and_not_read_a_second_time() throws IOException, SQLException {
        file("out/a.csv", "id\n1\n");
        file("out/b.csv", "id\n2\n");
        Resource orders =
                Pipette.resource("orders").files(host().glob("/out/*.csv"), Pipette.csvFormat(), FileState.ledger());

        assertThat(loaded(pipeline(), orders)).containsExactly("1", "2");
        int before = reads.get();
        assertThat(before).isPositive();
        assertThat(loaded(pipeline(), orders)).containsExactly("1", "2");
        assertThat(reads).hasValue(before);

        file("out/c.csv", "id\n3\n");
        assertThat(loaded(pipeline(), orders)).containsExactly("1", "2", "3");
    }

    @Test
    void members_of_an_archive_are_loaded_and_the_archive_is_not_read_a_second_time() throws IOException, SQLException {
        Files.createDirectories(root.resolve("out"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(root.resolve("out/day.zip")))) {
            zip.putNextEntry(new ZipEntry("in/a.csv"));
            zip.write("id\n1\n".getBytes(StandardCharsets.UTF_8));
        }
        Resource orders = Pipette.resource("orders")
                .files(host().glob("/out/*.zip!/in/*.csv"), Pipette.csvFormat(), FileState.ledger());

        assertThat(loaded(pipeline(), orders)).containsExactly("1");
        int before = reads.get();
        assertThat(before).isPositive();
        assertThat(loaded(pipeline(), orders)).containsExactly("1");
        assertThat(reads).hasValue(before);
    }
}
