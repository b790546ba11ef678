package dev.pipette.settings;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Layer.Kind;
import dev.pipette.settings.Resolver.Resolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings and secrets of a program. The first place that has a value wins:
 *
 * <ol>
 *   <li>what the program gives: {@link #with(String, String)}
 *   <li>the environment
 *   <li>{@code .env} in the working directory
 *   <li>{@code secrets.toml}, then {@code pipette.toml}, in the working directory
 *   <li>{@code secrets.toml}, then {@code pipette.toml}, in {@code ~/.pipette} (or {@code PIPETTE_HOME})
 *   <li>defaults: {@link #withDefault(String, String)}
 * </ol>
 *
 * <p>A key without a dot is looked up as it is. A dotted key such as {@code sources.everflow.api_key} is the variable
 * {@code PIPETTE__SOURCES__EVERFLOW__API_KEY}, or, as dlt writes it, {@code SOURCES__EVERFLOW__API_KEY}, and in the files
 * {@code api_key} under {@code [sources.everflow]}. An empty text and dlt's {@code <configure me>} count as not set. In
 * the files and in {@code .env}, <code>${NAME}</code> and <code>${NAME:-default}</code> are filled in from the
 * environment, and <code>$${</code> is <code>${</code>.
 *
 * <pre>{@code
 * Settings env = Settings.load().require("SUPABASE_DB_HOST", "SUPABASE_DB_PASSWORD");   // both missing: one error names both
 * String host = env.get("SUPABASE_DB_HOST");
 * Secret password = env.secret("SUPABASE_DB_PASSWORD");
 * int port = env.get("SUPABASE_DB_PORT", int.class, 6543);
 * }</pre>
 *
 * <p>Immutable, and may be shared by threads: what was read stays as it is, and no two of them know of each other.
 */
@CheckReturnValue
public final class Settings {
    private final Resolver resolver;

    private Settings(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Reads the environment and the files.
     *
     * @throws PipetteException BAD_SETTINGS with all files that cannot be read
     */
    public static Settings load() {
        return from(Path.of(""), ProcessEnvironment.home(), System.getenv());
    }

    /**
     * Reads the files of two folders, with an environment that is given: for tests.
     *
     * <pre>{@code
     * Settings settings = Settings.from(folder, folder.resolve("home"), Map.of("S3_BUCKET_NAME", "exports"));
     * }</pre>
     *
     * @throws PipetteException BAD_SETTINGS with all files that cannot be read
     */
    public static Settings from(Path project, Path home, Map<String, String> environment) {
        Map<String, Raw> variables = new LinkedHashMap<>();
        environment.forEach((name, value) -> variables.put(name, Raw.plain(value)));
        List<Layer> layers = new ArrayList<>();
        layers.add(Layer.of(Kind.ARGUMENT, Map.of()));
        layers.add(Layer.of(Kind.ENVIRONMENT, variables));
        layers.addAll(SettingsFiles.read(project, home));
        layers.add(Layer.of(Kind.DEFAULT, Map.of()));
        return new Settings(new Resolver(layers));
    }

    /** Gives a value that wins over all others. */
    public Settings with(String key, String value) {
        return new Settings(resolver.with(Kind.ARGUMENT, key, Raw.plain(value)));
    }

    /** Gives a secret that wins over all others. */
    public Settings with(String key, Secret value) {
        return new Settings(resolver.with(Kind.ARGUMENT, key, Raw.secret(value.reveal())));
    }

    /** Gives a value for where there is no other. */
    public Settings withDefault(String key, String value) {
        return new Settings(resolver.with(Kind.DEFAULT, key, Raw.plain(value)));
    }

    /**
     * Checks that all keys have values, before work begins. A key whose last word reads as a secret (password, token,
     * api_key ..) must not be in {@code pipette.toml}.
     *
     * <pre>{@code
     * Settings env = Settings.load().require("S3_BUCKET_NAME", "EVERFLOW_API_KEY");
     * }</pre>
     *
     * @throws PipetteException BAD_SETTINGS with all of them that are missing or wrong, and where each could be set
     */
    @CanIgnoreReturnValue
    public Settings require(String... keys) {
        SettingProblems problems = new SettingProblems();
        for (String key : keys) {
            Class<?> type = Masking.readsAsSecret(key) ? Secret.class : String.class;
            need(key, type, problems);
        }
        problems.throwIfAny();
        return this;
    }

    /**
     * The value of a key.
     *
     * @throws PipetteException BAD_SETTINGS when it is missing, with where it could be set
     */
    public String get(String key) {
        return get(key, String.class);
    }

    /** The value of a key, or another where there is none. */
    public String get(String key, String otherwise) {
        return find(key).orElse(otherwise);
    }

    /**
     * The value of a key, in a type: String, int, long, double, boolean ({@code true}, {@code false}, 1, 0), Duration
     * ({@code 30s}, {@code 5m}, {@code PT1H30M}), Path, URI, ZoneId, LocalDate, LocalDateTime, Instant and the like,
     * Secret, or an enum in any case.
     *
     * @throws PipetteException BAD_SETTINGS when it is missing, with where it could be set, or does not fit the type
     */
    public <T> T get(String key, Class<T> type) {
        SettingProblems problems = new SettingProblems();
        Optional<T> value = need(key, type, problems);
        problems.throwIfAny();
        return value.orElseThrow();
    }

    /**
     * The value of a key, in a type, or another where there is none.
     *
     * @throws PipetteException BAD_SETTINGS when it does not fit the type
     */
    public <T> T get(String key, Class<T> type, T otherwise) {
        return find(key, type).orElse(otherwise);
    }

    /** The value of a key; empty where there is none. */
    public Optional<String> find(String key) {
        return find(key, String.class);
    }

    /**
     * The value of a key, in a type; empty where there is none.
     *
     * @throws PipetteException BAD_SETTINGS when it does not fit the type
     */
    public <T> Optional<T> find(String key, Class<T> type) {
        SettingProblems problems = new SettingProblems();
        Optional<T> value = look(key, type, problems);
        problems.throwIfAny();
        return value;
    }

    /**
     * A secret.
     *
     * @throws PipetteException BAD_SETTINGS when it is missing, with where it could be set, or is in {@code
     *     pipette.toml}, which is kept with the code; <code>${NAME}</code> may be there
     */
    public Secret secret(String key) {
        return get(key, Secret.class);
    }

    /** A record of a section's settings: components in snake_case are keys, records inside are sections inside.
     *
     * <pre>{@code
     * record Warehouse(String host, int port, Secret password, Optional<String> dataset) {}
     *
     * Warehouse warehouse = settings.read("destination.warehouse", Warehouse.class);
     * }</pre>
     *
     * @param section the dotted name of a table; nothing for the keys outside of tables
     * @throws PipetteException BAD_SETTINGS with all keys that are missing or wrong, and where each could be set;
     *     BAD_USAGE for a component whose type no setting has
     */
    public <R extends Record> R read(String section, Class<R> type) {
        SettingProblems problems = new SettingProblems();
        Optional<R> record = new SectionReader(this, problems).read(section, type);
        problems.throwIfAny();
        return record.orElseThrow();
    }

    /**
     * Every place that a key is looked for in, and which of them wins. Values from {@code .env} and files of secrets are
     * shown as three stars, but for the host, the user and the like of a destination.
     */
    public Explanation explain(String key) {
        return explain(key, Set.of());
    }

    /**
     * Every place that a key is looked for in, as {@link #explain(String)}.
     *
     * <pre>{@code
     * settings.explain("S3_BUCKET_NAME", Set.of("S3_BUCKET_NAME"));
     * }</pre>
     *
     * @param publicKeys keys that are declared to be no secrets: their values are shown wherever they are
     */
    public Explanation explain(String key, Set<String> publicKeys) {
        return resolver.listing(publicKeys).explain(key);
    }

    /**
     * Everything that is set in the files, in {@code .env}, by the program, and by variables whose names begin with
     * {@code PIPETTE__} or {@code DESTINATION__}. Values from {@code .env} and files of secrets are shown as three stars,
     * but for the host, the user and the like of a destination.
     */
    public SettingsOverview overview() {
        return overview(Set.of());
    }

    /**
     * Everything that is set, as {@link #overview()}.
     *
     * @param publicKeys keys that are declared to be no secrets: their values are shown wherever they are
     */
    public SettingsOverview overview(Set<String> publicKeys) {
        return resolver.listing(publicKeys).overview();
    }

    /**
     * Which setting in a file of the current folder decides where secrets from elsewhere are sent; empty where none
     * does. The folder that one happens to be in can be another person's.
     *
     * <pre>{@code
     * settings.decidedHere(List.of("EVERFLOW_BASE_URL", "EVERFLOW_API_KEY"));   // EVERFLOW_BASE_URL in .env, line 1
     * }</pre>
     *
     * @param keys what is read for one system: keys whose last word is that of an address (url, endpoint, host, port,
     *     server, proxy, profile) or of a secret; where no secret is set, it comes from elsewhere
     */
    public Optional<String> decidedHere(List<String> keys) {
        Optional<String> decided = keys.stream()
                .filter(Masking::readsAsAddress)
                .map(resolver::resolve)
                .filter(found -> found.text().isPresent() && found.isHere())
                .map(Resolution::origin)
                .findFirst();
        List<Resolution> sent = keys.stream()
                .filter(Masking::readsAsSecret)
                .map(resolver::resolve)
                .filter(found -> found.text().isPresent())
                .toList();
        boolean stayHere = !sent.isEmpty() && sent.stream().allMatch(Resolution::isWhollyHere);
        return decided.filter(origin -> !stayHere);
    }

    /** Where a key's value came from; empty where there is none. */
    Optional<String> origin(String key) {
        Resolution found = resolver.resolve(key);
        return found.text().map(value -> found.origin());
    }

    /** The text of a key whose value is not shown as it is. */
    Optional<String> hidden(String key) {
        Resolution found = resolver.resolve(key);
        return found.text().filter(text -> !text.equals(found.shown()));
    }

    /** A value that must be there; what is missing or wrong goes to the problems. */
    @CanIgnoreReturnValue
    <T> Optional<T> need(String key, Class<T> type, SettingProblems problems) {
        Resolution found = resolver.resolve(key);
        if (found.text().isEmpty() && found.problem().isEmpty()) {
            problems.missing(key, found.passedOver(), type == Secret.class || Masking.readsAsSecret(key));
        }
        return value(key, type, found, problems);
    }

    /** A value that may be there; what is wrong goes to the problems. */
    <T> Optional<T> look(String key, Class<T> type, SettingProblems problems) {
        return value(key, type, resolver.resolve(key), problems);
    }

    private static <T> Optional<T> value(String key, Class<T> type, Resolution found, SettingProblems problems) {
        if (!SettingTypes.isKnown(type)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a setting cannot be a " + type.getSimpleName() + ". Ask for a " + SettingTypes.KNOWN + ".");
        }
        found.problem().ifPresent(reason -> problems.wrong(key, reason, found.origin()));
        if (found.text().isEmpty()) {
            return Optional.empty();
        }
        if (type == Secret.class && found.exposed()) {
            problems.exposed(key, found.origin());
            return Optional.empty();
        }
        try {
            return Optional.of(cast(type, SettingTypes.value(found.text().get(), type)));
        } catch (SettingTypes.Unfit unfit) {
            problems.wrong(key, "is '" + found.shown() + "', which " + unfit.reason(), found.origin());
            return Optional.empty();
        }
    }

    /** The types of primitives cannot cast. */
    @SuppressWarnings("unchecked")
    private static <T> T cast(Class<T> type, Object value) {
        return (T) SettingTypes.boxed(type).cast(value);
    }

    /** How many there are, and none of them. */
    @Override
    public String toString() {
        return "settings: " + overview().settings().size() + " keys";
    }
}
