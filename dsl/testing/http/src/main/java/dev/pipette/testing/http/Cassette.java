package dev.pipette.testing.http;

import com.google.errorprone.annotations.CheckReturnValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A real API on file: what it was asked and what it answered, as JSON that people can read and review, without secrets.
 *
 * <pre>{@code
 * try (FakeHttp api = FakeHttp.cassette(Path.of("src/test/resources/orders.json"), HttpUrl.get("https://api.example.com"))
 *     .secret(accountNumber)
 *     .start()) {
 *   load(api.url("/orders"));
 *
 *   api.assertNoUnexpectedRequests();
 * }
 * }</pre>
 *
 * <p>Written down as {@code ***}: headers, query parameters, form fields and JSON fields whose name has {@code key},
 * {@code token}, {@code secret}, {@code password}, {@code credential}, {@code signature}, {@code authorization} or
 * {@code cookie} in it, what such headers and parameters held wherever an answer repeats it, and {@link #secret} values.
 * Addresses of the real API in its answers become those of the fake.
 *
 * <p>A request is answered by the recorded one with the same method, path, query in any order and body, secrets left aside;
 * requests that are equal are answered in the order in which they were recorded, each once. Routes of the {@link FakeHttp}
 * go before the cassette: so failures are added to a replay.
 */
@CheckReturnValue
public final class Cassette {
    /** Which way cassettes go: {@code auto}, {@code record} or {@code replay}. */
    static final String SWITCH = "pipette.cassettes";

    private final Path file;
    private final @Nullable HttpUrl upstream;
    private final Wanted wanted;
    private final List<String> secrets;
    private final List<String> plainNames;

    private enum Wanted {
        REPLAY,
        RECORD,
        /** As the switch says. */
        EITHER
    }

    /** What is known of the place where a test runs. */
    record Place(@Nullable String asked, boolean continuousIntegration) {
        static Place here() {
            return new Place(System.getProperty(SWITCH), "true".equalsIgnoreCase(System.getenv("CI")));
        }
    }

    private Cassette(
            Path file, @Nullable HttpUrl upstream, Wanted wanted, List<String> secrets, List<String> plainNames) {
        this.file = file;
        this.upstream = upstream;
        this.wanted = wanted;
        this.secrets = List.copyOf(secrets);
        this.plainNames = List.copyOf(plainNames);
    }

    static Cassette replaying(Path file) {
        return new Cassette(file, null, Wanted.REPLAY, List.of(), List.of());
    }

    static Cassette recording(Path file, HttpUrl upstream) {
        return new Cassette(file, bare(upstream), Wanted.RECORD, List.of(), List.of());
    }

    static Cassette either(Path file, HttpUrl upstream) {
        return new Cassette(file, bare(upstream), Wanted.EITHER, List.of(), List.of());
    }

    /** The address is written down as it is, and paths are put behind it. */
    private static HttpUrl bare(HttpUrl upstream) {
        boolean user = !upstream.username().isEmpty() || !upstream.password().isEmpty();
        if (user || upstream.query() != null || upstream.fragment() != null) {
            throw new IllegalArgumentException(
                    "the address of the real API at %s has a user, a query or a fragment; the client sends such things"
                            .formatted(upstream.host()));
        }
        return upstream;
    }

    /**
     * Hides a value wherever it stands: plain, percent-encoded, escaped in JSON or in base64. A replay wants the same
     * secrets as the recording where they are in a path or a body.
     */
    public Cassette secret(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret has at least one character; is its setting missing?");
        }
        List<String> more = new ArrayList<>(secrets);
        more.add(value);
        return new Cassette(file, upstream, wanted, more, plainNames);
    }

    /** Writes down what is under a name although the name looks like a secret's: {@code next_page_token}. */
    public Cassette notSecret(String name) {
        List<String> more = new ArrayList<>(plainNames);
        more.add(name);
        return new Cassette(file, upstream, wanted, secrets, more);
    }

    /**
     * Starts a fake that replays or records; a recording is written when it is closed.
     *
     * @throws IllegalStateException when there is nothing to replay, the file cannot be read, or recording is not allowed
     */
    public FakeHttp start() {
        return start(Place.here());
    }

    FakeHttp start(Place place) {
        HiddenValues hidden = new HiddenValues(plainNames, secrets);
        return FakeHttp.start(
                hidden,
                records(place)
                        ? new Recorder(file, Objects.requireNonNull(upstream), hidden)
                        : new Player(CassetteFile.read(file), file, hidden));
    }

    private boolean records(Place place) {
        if (wanted != Wanted.EITHER) {
            return wanted == Wanted.RECORD;
        }
        String asked = Objects.requireNonNullElse(place.asked(), "auto");
        boolean records = switch (asked) {
            case "record" -> true;
            case "replay" -> false;
            case "auto" -> !Files.exists(file);
            default ->
                throw new IllegalStateException("-D" + SWITCH + " is auto, record or replay, not '" + asked + "'");
        };
        if (records && place.continuousIntegration()) {
            throw new IllegalStateException(
                    ("cassette %s %s, and with CI=true nothing is recorded. Run the test once on your machine, look at the"
                                    + " file, and commit it.")
                            .formatted(file, asked.equals("auto") ? "does not exist" : "would be recorded again"));
        }
        return records;
    }

    @Override
    public String toString() {
        return "cassette " + file;
    }
}
