package dev.pipette.text;

import java.io.File;
import java.util.regex.Pattern;

/**
 * Hides what must not be read over a shoulder, in a log or in a trace: every secret value that this process knows, in
 * any encoding, and what is a password in an address or is named password, secret, token or key.
 *
 * <pre>{@code
 * Secrets.remember("hunter2");                                  // Secret.of(..) does it by itself
 * Secrets.masked("login failed for me with aHVudGVyMg==");      // login failed for me with ***
 * Secrets.masked("GET https://me:pw@api.example/x?token=abc");  // GET https://me:***@api.example/x?token=***
 * }</pre>
 */
public final class Secrets {
    /** user:password@host; the last @ ends the password, which may hold one itself. */
    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@'\"]*):[^\\s'\"]{1,2048}@");

    /** The same without the two slashes: {@code postgres:/user:password@host}. */
    private static final Pattern IN_BROKEN_URL = Pattern.compile(
            "\\b((?!duckdb:)[a-z][a-z0-9+.-]*:/?(?!/)[^\\s/:@'\"]+):(?!//)[^\\s'\"]{1,2048}@",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NAMED = Pattern.compile(
            "((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)[a-z_-]*"
                    + "\\s*[=:]\\s*)[^\\s&;,'\")]+",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PARAMETER = Pattern.compile(
            "([?&;](?:[a-z_-]*(?:signature|credential)|sig|key)=)[^\\s&;,'\")]+", Pattern.CASE_INSENSITIVE);

    /** Up to the end of the value, or of a text that was cut in it; a value of any length needs the same stack. */
    private static final Pattern IN_JSON = Pattern.compile(
            "(\"[^\"\\\\]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)[^\"\\\\]*\""
                    + "\\s*:\\s*\")(?!\")[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+(?:\"|\\z)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern HEADER = Pattern.compile(
            "(\\bauthorization\\s*[=:]\\s*(?:(?:basic|bearer)\\s+)?)[^\\s,'\")]+", Pattern.CASE_INSENSITIVE);

    private static final Pattern IN_SQL = Pattern.compile("(\\bpassword\\s+)'[^']*'", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME = Pattern.compile(
            "passw|passphrase|pwd|secret|token|credential|signature|authorization"
                    + "|(?:api|access|private|signing|account|encryption|license|service|app|auth)[_-]?key"
                    + "|(?<![a-z])(?:auth|bearer|cookie|dsn|otp|pass|pat|pin|sig)(?![a-z])"
                    + "|(?-i:[a-z]Key$)|(?<!primary|foreign|merge|run|sort|row|unique|partition|cluster|public)[_.-]key$|^key$",
            Pattern.CASE_INSENSITIVE);

    /** What the environment calls a secret beyond doubt. */
    private static final Pattern VARIABLE = Pattern.compile(
            "passw|passphrase|secret|token|credential|(?:api|access|private)_?key|[_.]pwd$", Pattern.CASE_INSENSITIVE);

    /** A variable that says where a secret is, or what is to be known of it. */
    private static final Pattern NO_SECRET = Pattern.compile(
            "(?:file|path|dir|url|uri|host|port|database|user|username|expiration|(?<!key)_id|type|mode)$",
            Pattern.CASE_INSENSITIVE);

    private static final SecretValues VALUES = ofProcess();

    private Secrets() {}

    /** Secrets that libraries take from the environment without asking Pipette: {@code AWS_SECRET_ACCESS_KEY}. */
    private static SecretValues ofProcess() {
        SecretValues values = new SecretValues();
        System.getenv().forEach((name, value) -> rememberVariable(values, name, value));
        for (String name : System.getProperties().stringPropertyNames()) {
            rememberVariable(values, name, System.getProperty(name, ""));
        }
        return values;
    }

    private static void rememberVariable(SecretValues values, String name, String value) {
        String word = name.substring(name.lastIndexOf("__") + 1); // what is before it names a section
        boolean named =
                VARIABLE.matcher(word).find() && !NO_SECRET.matcher(word).find();
        if (value.contains("://")) {
            AddressSecrets.of(value).forEach(values::add);
        } else if (named && !new File(value).exists()) {
            values.add(value);
        }
    }

    /** Remembers the value of a variable of the environment, where the variable's name says that it is a secret. */
    public static void rememberVariable(String name, String value) {
        rememberVariable(VALUES, name, value);
    }

    /**
     * Remembers a secret: from now on, {@link #masked} hides it in every text. A value of less than four characters, a
     * number of less than eight digits, or a word such as {@code postgres} is not looked for: it would hide what is not
     * a secret.
     */
    public static void remember(String secret) {
        VALUES.add(secret);
        rememberAddress(secret);
    }

    /**
     * Remembers the password of an address and its parameters that may be secrets. The address may be wrong.
     *
     * @param text any text; nothing is remembered of one that is not an address
     */
    public static void rememberAddress(String text) {
        AddressSecrets.of(text).forEach(VALUES::add);
    }

    /** Whether a setting, variable or parameter of this name may hold a secret; in doubt it may. */
    public static boolean isSecretName(String name) {
        return NAME.matcher(name).find();
    }

    /** Whether a parameter of a destination's address is known to hold no secret, such as {@code sslmode}. */
    public static boolean isPublicParameter(String name) {
        return AddressSecrets.isPublic(name);
    }

    /** The text without its secrets: known values, and what is named or placed like a secret. */
    public static String masked(String text) {
        String masked = maskedValues(text);
        if (masked.indexOf('@') >= 0) { // without it, a long line with many colons would be searched again and again
            masked = IN_URL.matcher(masked).replaceAll("$1:***@");
            masked = IN_BROKEN_URL.matcher(masked).replaceAll("$1:***@");
        }
        masked = IN_JSON.matcher(masked).replaceAll("$1***\"");
        masked = HEADER.matcher(masked).replaceAll("$1***");
        masked = IN_SQL.matcher(masked).replaceAll("$1'***'");
        masked = PARAMETER.matcher(masked).replaceAll("$1***");
        return NAMED.matcher(masked).replaceAll("$1***");
    }

    /** The text without the secret values that are known; what only looks like a secret stays. */
    public static String maskedValues(String text) {
        return VALUES.masked(text);
    }
}
