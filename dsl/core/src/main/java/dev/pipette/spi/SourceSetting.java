package dev.pipette.spi;

import dev.pipette.settings.Settings;
import dev.pipette.text.Secrets;
import java.util.List;

/**
 * A setting that a source reads.
 *
 * <pre>{@code
 * SourceSetting.required("EVERFLOW_API_KEY", "the key of the network");
 * SourceSetting.optional("EVERFLOW_BASE_URL", "the address of the API");
 * }</pre>
 *
 * @param key as the settings have it
 * @param description for people, in a few words
 * @param isRequired whether there is no source without it
 * @param otherKeys older names under which it may be as well
 */
public record SourceSetting(String key, String description, boolean isRequired, List<String> otherKeys) {
    /** Copies the names. */
    public SourceSetting {
        otherKeys = List.copyOf(otherKeys);
    }

    /** One that must be set, under this name or an older one. */
    public static SourceSetting required(String key, String description, String... olderKeys) {
        return new SourceSetting(key, description, true, List.of(olderKeys));
    }

    /** One that may be left out. */
    public static SourceSetting optional(String key, String description) {
        return new SourceSetting(key, description, false, List.of());
    }

    /** Whether it is declared as no secret, by its name: the command then shows its value wherever it is set. */
    public boolean isPublic() {
        return !Secrets.isSecretName(key);
    }

    /** Whether it must be under its own name, because it is under no older one. */
    public boolean isWanted(Settings settings) {
        return isRequired
                && otherKeys.stream().allMatch(other -> settings.find(other).isEmpty());
    }
}
