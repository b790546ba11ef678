package dev.pipette.settings;

import dev.pipette.text.Secrets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides which part of a setting may be shown. In doubt it is hidden. */
final class Masking {
    static final String HIDDEN = "***";

    private static final Pattern SECRET_NAME = Pattern.compile("passw|passphrase|pwd|secret|token|credential"
            + "|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|account[_-]?key|encryption[_-]?key");

    private static final Pattern ADDRESS_NAME =
            Pattern.compile("(.*_)?(url|uri|endpoint|host|port|server|proxy|profile)");

    /** What a file of secrets may show all the same: what a destination's section holds beside its secrets. */
    private static final Set<String> HARMLESS =
            Set.of("host", "port", "database", "user", "username", "dataset", "type", "sslmode", "transaction_pooler");

    /** A bare token, wherever it is: long, of letters and digits, and no name of a host or a file. */
    private static final Pattern TOKEN = Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_+=-]{20,}");

    /** scheme://user:password@: the last @ ends the password, which may hold anything. */
    private static final Pattern PASSWORD_OF_ADDRESS =
            Pattern.compile("^([A-Za-z][A-Za-z0-9+.:-]*://[^:/?#]*):(.*)@", Pattern.DOTALL);

    /** The key of a connection address, whose value is a secret where it is not an address. */
    private static final Pattern ADDRESS = Pattern.compile("destination\\..*\\.url");

    private static final Pattern PARAMETER = Pattern.compile("([?&;][^=&;]*)=([^&;]*)");

    private Masking() {}

    /** Whether the last word of a key, or of a variable's name, is the name of a secret. */
    static boolean readsAsSecret(String key) {
        return SECRET_NAME.matcher(lastWord(key)).find();
    }

    /** Whether the last word of a key, or of a variable's name, says to which system something is sent, or as whom. */
    static boolean readsAsAddress(String key) {
        return ADDRESS_NAME.matcher(lastWord(key)).matches();
    }

    static boolean isHarmless(String key) {
        return HARMLESS.contains(lastWord(key));
    }

    /** Whether what a key holds is a secret in all likelihood: by the key's name, or because it is a bare token. */
    static boolean isLikelySecret(String key, String text) {
        String word = lastWord(key);
        return !HARMLESS.contains(word)
                && (Secrets.isSecretName(word) || TOKEN.matcher(text).matches());
    }

    private static String lastWord(String key) {
        String word = key.substring(key.lastIndexOf('.') + 1);
        int separator = word.lastIndexOf("__");
        return (separator < 0 ? word : word.substring(separator + 2)).toLowerCase(Locale.ROOT);
    }

    /** A text without the passwords that are inside it; nothing of an address that cannot be read. */
    static String shown(String text) {
        if (ConnectionAddress.isMeantAsAddress(text)
                && ConnectionAddress.parse(text).isEmpty()) {
            return HIDDEN;
        }
        String masked = PASSWORD_OF_ADDRESS.matcher(text).replaceFirst("$1:" + HIDDEN + "@");
        String parameters = masked.contains("://")
                ? PARAMETER
                        .matcher(masked)
                        .replaceAll(parameter -> java.util.regex.Matcher.quoteReplacement(parameter.group(1) + "="
                                + (isSecretParameter(parameter.group(1)) ? HIDDEN : parameter.group(2))))
                : masked;
        return Secrets.masked(parameters);
    }

    private static boolean isSecretParameter(String separatorAndName) {
        String name = separatorAndName.substring(1);
        return !Secrets.isPublicParameter(name) && (readsAsSecret(name) || Secrets.isSecretName(name));
    }

    /**
     * A value as it may be shown.
     *
     * @param key the key that it was found under
     * @param shown the value, the secrets that were filled in left out
     * @param hidden whether its place says that it is a secret
     */
    static String shown(String key, String shown, boolean hidden) {
        boolean mayBeSecret = readsAsSecret(key) || ADDRESS.matcher(key).matches() || (hidden && !isHarmless(key));
        boolean address = lastWord(key).matches("credentials|url") && ConnectionAddress.isMeantAsAddress(shown);
        return mayBeSecret && !address ? HIDDEN : shown(shown);
    }
}
