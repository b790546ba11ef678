package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate for localhost that nobody but its maker has signed, from the JDK's keytool, as PEM (RFC 7468). */
final class Certificate {
    static final String KEY = "server.key";
    static final String CERTIFICATE = "server.crt";

    private static final String ALIAS = "server";

    private Certificate() {}

    static void make(Path folder, Account account) throws IOException {
        Path store = folder.resolve("server.p12");
        String secret = Names.secret();
        Shell.Result made = Shell.run(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        secret));
        if (made.exit() != 0) {
            throw Unavailable.because("no certificate can be made: " + made.output(), null);
        }
        try (InputStream input = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(input, secret.toCharArray());
            write(
                    folder.resolve(KEY),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, secret.toCharArray()).getEncoded(),
                    account);
            write(
                    folder.resolve(CERTIFICATE),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded(),
                    account);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("keytool's own file cannot be read", impossible);
        }
        Files.delete(store);
    }

    private static void write(Path file, String label, byte[] content, Account account) throws IOException {
        byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
        String text = Base64.getMimeEncoder(64, lineEnd).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
        account.own(file);
    }
}
