package dev.pipette.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What in an address may be a secret, right or wrong as the address is: {@code postgres:/me:hunter2@host/shop}. */
final class AddressSecrets {
    /** Scheme, slashes, user, and up to the last {@code @} the password; of an address in which something is missing, less.
     * In {@code mailto:ada@example.com}, and in the interval {@code last:1h@Etc/UTC@1766577600}, there is none. */
    private static final Pattern PASSWORD = Pattern.compile(
            "(?s)^(?!duckdb:|last:|[A-Za-z]:[\\\\/])(?:[A-Za-z][A-Za-z0-9+.-]*:(?=[A-Za-z][A-Za-z0-9+.-]*:/))*"
                    + "(?:[A-Za-z][A-Za-z0-9+.-]*:/{1,3}|postgres(?:ql)?:|[A-Za-z]*//)?+([^:/?#@]*)(?<!\\bmailto):(.*)@[^@]*$");

    /** A text with spaces is an address only where it begins like one; others are sentences and queries. */
    private static final Pattern BEGINS_LIKE_ONE = Pattern.compile("(?s)^[A-Za-z][A-Za-z0-9+.:-]*:/.*|^\\S*$");

    private static final Pattern TOKEN = Pattern.compile("(?s)^https?://([^:/?#@]{8,})@.*$");

    private static final Pattern PARAMETER = Pattern.compile("[?&;]([^=&;?#]+)=([^&;#]+)");

    /** Parameters of addresses that hold no secret, in lower case and without underscores. */
    private static final Set<String> PUBLIC_PARAMETERS = Set.of(
            "applicationname",
            "binarytransfer",
            "channelbinding",
            "connecttimeout",
            "currentschema",
            "dbname",
            "defaultrowfetchsize",
            "gssencmode",
            "host",
            "hostaddr",
            "keepalives",
            "logintimeout",
            "options",
            "overridingsystemvalue",
            "port",
            "preparethreshold",
            "readonly",
            "requireauth",
            "rewritebatchedinserts",
            "sockettimeout",
            "ssl",
            "sslcert",
            "sslcrl",
            "sslfactory",
            "sslhostnameverifier",
            "sslkey",
            "sslmode",
            "sslnegotiation",
            "sslresponsetimeout",
            "sslrootcert",
            "statementtimeout",
            "stringtype",
            "targetservertype",
            "targetsessionattrs",
            "tcpkeepalive",
            "transactionpooler",
            "user");

    private AddressSecrets() {}

    /** Whether a parameter of an address is known to hold no secret. */
    static boolean isPublic(String parameter) {
        return PUBLIC_PARAMETERS.contains(parameter.toLowerCase(Locale.ROOT).replace("_", ""));
    }

    /** Password, token and parameters, as they are written and decoded; nothing for a text that is not an address. */
    static List<String> of(String text) {
        List<String> secrets = new ArrayList<>();
        if (text.indexOf(':') < 0 || !BEGINS_LIKE_ONE.matcher(text).matches()) {
            return secrets;
        }
        Matcher password = PASSWORD.matcher(text);
        if (password.matches()) {
            add(secrets, password.group(2));
        }
        Matcher token = TOKEN.matcher(text);
        if (token.matches()) {
            add(secrets, token.group(1));
        }
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            if (!isPublic(parameter.group(1)) && Secrets.isSecretName(parameter.group(1))) {
                add(secrets, parameter.group(2));
            }
        }
        return secrets;
    }

    private static void add(List<String> secrets, String written) {
        secrets.add(written);
        try {
            secrets.add(URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            // then it is what is written
        }
    }
}
