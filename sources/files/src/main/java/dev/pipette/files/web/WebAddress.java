package dev.pipette.files.web;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.Credentials;
import okhttp3.HttpUrl;

/**
 * The address of one file.
 *
 * @param resource for errors
 * @param url what is asked for, without user and password
 * @param credentials the header {@code Authorization} for user and password
 */
record WebAddress(String resource, HttpUrl url, Optional<String> credentials) {
    /** Parameters of a signed address of Azure. */
    private static final Set<String> AZURE = Set.of("sv", "st", "se", "sr", "sp", "sip", "spr", "ss", "srt", "sig");

    /** Parameters that hold a key or a signature, in lower case. */
    private static final Set<String> KEYS = Set.of(
            "token",
            "access_token",
            "auth_token",
            "api_key",
            "apikey",
            "api-key",
            "auth",
            "sig",
            "signature",
            "password",
            "passwd",
            "secret",
            "client_secret",
            "authorization");

    private static final int DIGEST_BYTES = 4;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    /**
     * Reads an address.
     *
     * @throws PipetteException BAD_USAGE for what is not an address or has a {@code *} in its path; BAD_SETTINGS for a
     *     password or key that would travel readable
     */
    static WebAddress of(String resource, String address) {
        Secrets.rememberAddress(address);
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": " + Secrets.masked(address)
                            + " is not a valid address. Write it like https://files.example.com/orders.csv.");
        }
        if (url.encodedPath().contains("*")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": " + shown(url)
                            + " is a pattern, and a web server does not list its files."
                            + " Give the address of each file, one after the other. A * in a file's name is written %2A.");
        }
        boolean login = !url.username().isEmpty() || !url.password().isEmpty();
        if (!url.isHttps() && !THIS_MACHINE.contains(url.host()) && (login || hasKey(url))) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    "resource " + resource + ": " + shown(url)
                            + " has a password or key in it, which anybody on the way could read. Use https://.");
        }
        return new WebAddress(
                resource,
                url.newBuilder().username("").password("").fragment(null).build(),
                login
                        ? Optional.of(Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8))
                        : Optional.empty());
    }

    /** The address for people and logs: without user and password, keys hidden. */
    String shown() {
        return shown(url);
    }

    private static String shown(HttpUrl url) {
        return Secrets.masked(url.newBuilder().username("").password("").build().toString());
    }

    /**
     * What the file is known by: host and path as they are written, and the parameters. Those that hold a key or a
     * signature are left out, because they change with each signing of the same address. Another parameter that may hold a
     * secret has a digest in the place of its value: it may choose the data, and must not get into a table.
     */
    String key() {
        String query = url.encodedQuery();
        if (query == null) {
            return name();
        }
        boolean azure = url.queryParameterNames().contains("sig");
        List<String> kept = new ArrayList<>();
        String[] written = query.split("&", -1);
        for (int at = 0; at < written.length; at++) {
            String parameter = url.queryParameterName(at);
            String value = url.queryParameterValue(at);
            if (isKey(parameter) || (azure && AZURE.contains(parameter))) {
                continue;
            }
            kept.add(
                    value != null && Secrets.isSecretName(parameter)
                            ? written[at].substring(0, written[at].indexOf('=') + 1) + "~" + digest(value)
                            : written[at]);
        }
        String parameters = String.join("&", kept);
        return name() + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private static String digest(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Host and path. */
    String name() {
        boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
        return url.host() + (usual ? "" : ":" + url.port()) + url.encodedPath();
    }

    private static boolean hasKey(HttpUrl url) {
        return url.queryParameterNames().stream()
                .anyMatch(parameter -> isKey(parameter) || Secrets.isSecretName(parameter));
    }

    /** Whether a parameter only shows who asks, and does not choose the data. */
    private static boolean isKey(String parameter) {
        String lower = parameter.toLowerCase(Locale.ROOT);
        return KEYS.contains(lower) || lower.startsWith("x-amz-") || lower.startsWith("x-goog-");
    }
}
