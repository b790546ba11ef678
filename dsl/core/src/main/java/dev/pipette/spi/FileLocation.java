package dev.pipette.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.settings.Secret;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where files are: a path or a glob on this machine, or in a store that has a scheme.
 *
 * <pre>{@code
 * FileLocation.of("exports/*.csv");
 * FileLocation.of("s3://demo-exports/orders-create/**" + "/*.csv");
 * }</pre>
 *
 * @param pattern a path, a glob, or {@code scheme://container/glob}
 * @param settings how the store is reached, by names that it knows
 * @param secrets what nothing prints, by names that the store knows
 */
@CheckReturnValue
public record FileLocation(String pattern, Map<String, String> settings, Map<String, Secret> secrets) {
    private static final String SCHEME_END = "://";

    /** Copies the settings. */
    public FileLocation {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }

    /** A location that needs no settings. */
    public static FileLocation of(String pattern) {
        return new FileLocation(pattern, Map.of(), Map.of());
    }

    /** Sets how the store is reached. */
    public FileLocation with(String setting, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(setting, value);
        return new FileLocation(pattern, more, secrets);
    }

    /** Sets what nothing prints. */
    public FileLocation with(String setting, Secret value) {
        Map<String, Secret> more = new LinkedHashMap<>(secrets);
        more.put(setting, value);
        return new FileLocation(pattern, settings, more);
    }

    /** The store's scheme in lower case; empty for files of this machine. */
    public String scheme() {
        int end = pattern.indexOf(SCHEME_END);
        return end < 2 ? "" : pattern.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The pattern without its scheme: container and glob. */
    public String withoutScheme() {
        return scheme().isEmpty() ? pattern : pattern.substring(pattern.indexOf(SCHEME_END) + SCHEME_END.length());
    }
}
