package dev.pipette.slices;

import java.util.Map;

/**
 * How another process makes the same resource: by a source that is on its own class path.
 *
 * <pre>{@code
 * Sources.open("shop", Settings.load()).resource("orders").origin();   // shop, {SHOP_BASE_URL=..}, orders
 * }</pre>
 *
 * @param provider name of a {@code SourceProvider}, or of a class that is one
 * @param settings of the provider that are set and show no secret, by their keys; the other process has the secrets itself
 * @param resource name that the resource has in the source
 */
public record ResourceOrigin(String provider, Map<String, String> settings, String resource) {
    /** Copies the settings. */
    public ResourceOrigin {
        settings = Map.copyOf(settings);
    }
}
