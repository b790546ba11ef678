package dev.pipette.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.text.Secrets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A text that nothing prints: it shows as {@code ***} in logs, errors, records and notebooks, and cannot be serialized.
 * Pipette also hides the text itself in all that it prints and writes, in whatever encoding an error brings it back.
 *
 * <pre>{@code
 * Secret password = settings.secret("SUPABASE_DB_PASSWORD");
 * "password " + password;   // password ***
 * password.reveal();        // the text, for the one call that needs it
 * }</pre>
 */
@CheckReturnValue
public final class Secret {
    private static final String SHOWN = "***";

    private final String text;

    private Secret(String text) {
        this.text = text;
        Secrets.remember(text);
    }

    /** Hides a text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** Gives the text itself. Call it where it is passed, and keep the secret elsewhere. */
    public String reveal() {
        return text;
    }

    /** Compares without telling by its time how many characters agree. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(text.getBytes(UTF_8), secret.text.getBytes(UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Three stars, whatever the text. */
    @Override
    public String toString() {
        return SHOWN;
    }
}
