package dev.pipette.settings;

import dev.pipette.settings.Layer.Kind;
import dev.pipette.settings.Variables.Filled;
import dev.pipette.text.Secrets;

/**
 * Remembers the secrets of the places, so that no text shows them however an error brings them back: all of a file of
 * secrets but what is public, and elsewhere what is named like a secret or is a bare token.
 */
final class LayerSecrets {
    private LayerSecrets() {}

    static void remember(Layer layer, Variables variables) {
        layer.values().forEach((name, raw) -> {
            Filled filled = variables.fill(raw);
            if (!raw.isList() && filled.problem().isEmpty()) {
                remember(layer.kind(), name, raw, filled.text());
            }
        });
    }

    private static void remember(Kind kind, String name, Raw raw, String text) {
        switch (kind) {
            case ENVIRONMENT -> Secrets.rememberVariable(name, text);
            case SECRETS_FILE -> remember(text, !isPlace(name, text));
            case DOT_ENV -> remember(text, Masking.isLikelySecret(name, text));
            case ARGUMENT, SETTINGS_FILE, DEFAULT -> remember(text, raw.isSecret() || Masking.readsAsSecret(name));
        }
    }

    private static void remember(String text, boolean secret) {
        if (secret) {
            Secrets.remember(text);
        } else {
            Secrets.rememberAddress(text);
        }
    }

    /** Files of secrets hold hosts, buckets and addresses too; they are hidden in lists, and needed in messages. */
    private static boolean isPlace(String name, String text) {
        return Masking.isHarmless(name)
                || (!Masking.isLikelySecret(name, text) && (text.contains("://") || isWord(text)));
    }

    private static boolean isWord(String text) {
        return text.matches("[a-z][a-z_.-]*|[a-z]+(?:-[a-z]+)+-\\d");
    }
}
