package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.text.NearestName;
import dev.pipette.text.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is and who logs in, without secrets in its text. A password in the address is taken out of it, percent signs
 * decoded (RFC 3986, 2.1).
 *
 * @param url for the driver, without user and password
 * @param user who logs in, where that is declared
 * @param password of the user, where one is declared
 */
record DatabaseAddress(String url, Optional<String> user, Optional<Secret> password) {
    private static final String JDBC = "jdbc:";

    /** The short schemes, and how JDBC writes them. */
    private static final Map<String, String> SCHEMES = Map.of(
            "postgres", "postgresql",
            "postgresql", "postgresql",
            "mariadb", "mariadb",
            "mysql", "mariadb",
            "sqlite", "sqlite",
            "duckdb", "duckdb",
            "h2", "h2");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    /** Everything before the login, the login, and what follows: the last {@code @} before the path ends a password. */
    private static final Pattern LOGIN = Pattern.compile("([^/?;]*//)([^/]*)@(.*)", Pattern.DOTALL);

    /** A parameter behind a question mark, an ampersand or a semicolon. */
    private static final Pattern PARAMETER =
            Pattern.compile("([?&;])(user|username|password)=([^&;]*)", Pattern.CASE_INSENSITIVE);

    /** Whether a text is the address of a database. */
    static boolean isAddress(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return text.startsWith(JDBC)
                || (scheme.matches() && SCHEMES.containsKey(scheme.group(1).toLowerCase(Locale.ROOT)));
    }

    /**
     * Reads an address or the name of a section of the settings.
     *
     * @throws PipetteException BAD_USAGE for a text that is neither
     */
    static DatabaseAddress of(String text, Settings settings) {
        if (NAME.matcher(text).matches()) {
            String section = "sources." + text;
            settings.require(section + ".url");
            return read(settings.get(section + ".url")).with(settings, section);
        }
        DatabaseAddress address = read(text);
        return address.with(settings, "sources.database");
    }

    private DatabaseAddress with(Settings settings, String section) {
        Optional<String> name = user.or(() -> settings.find(section + ".user"));
        Optional<Secret> found = password.or(() -> settings.find(section + ".password", Secret.class));
        return new DatabaseAddress(
                url,
                name,
                url.startsWith("jdbc:postgresql:") ? found.or(() -> settings.find("PGPASSWORD", Secret.class)) : found);
    }

    private static DatabaseAddress read(String text) {
        Secrets.rememberAddress(text);
        String jdbc = jdbc(text);
        Optional<String> user = Optional.empty();
        Optional<Secret> password = Optional.empty();
        Matcher login = LOGIN.matcher(jdbc);
        if (login.matches()) {
            String[] parts = login.group(2).split(":", 2);
            user = Optional.of(decoded(parts[0])).filter(name -> !name.isEmpty());
            password = parts.length == 1 ? Optional.empty() : Optional.of(Secret.of(decoded(parts[1])));
            jdbc = login.group(1) + login.group(3);
        }
        Matcher parameter = PARAMETER.matcher(jdbc);
        StringBuilder without = new StringBuilder();
        while (parameter.find()) {
            String value = decoded(parameter.group(3));
            if (parameter.group(2).equalsIgnoreCase("password")) {
                password = password.or(() -> Optional.of(Secret.of(value)));
            } else {
                user = user.or(() -> Optional.of(value));
            }
            // what follows a question mark keeps it
            parameter.appendReplacement(without, parameter.group(1).equals("?") ? "?" : "");
        }
        parameter.appendTail(without);
        String url = without.toString().replace("?&", "?");
        return new DatabaseAddress(url.endsWith("?") ? url.substring(0, url.length() - 1) : url, user, password);
    }

    private static String jdbc(String text) {
        if (text.startsWith(JDBC)) {
            return text;
        }
        Matcher scheme = SCHEME.matcher(text);
        String word = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
        String product = SCHEMES.get(word);
        if (product == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    (word.isEmpty() ? "the text that was given" : "'" + word + ":'")
                            + " is not the address of a database. Write postgres://user@host/database,"
                            + " mariadb://user@host/database, sqlite:FILE, duckdb:FILE, jdbc:.. for any other one, or the"
                            + " name of a section [sources.NAME] of the settings."
                            + NearestName.question(word, SCHEMES.keySet())
                            + " What was given is not repeated, because it may hold a password.");
        }
        String rest = text.substring(word.length() + 1);
        return JDBC + product + ":" + (rest.startsWith("///") && isFile(product) ? rest.substring(3) : rest);
    }

    private static boolean isFile(String product) {
        return product.equals("sqlite") || product.equals("duckdb");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** The part behind {@code jdbc:}: {@code postgresql}. */
    String product() {
        String rest = url.substring(JDBC.length());
        int colon = rest.indexOf(':');
        return colon < 0 ? rest : rest.substring(0, colon);
    }

    /** The same with what a driver is told in its URL. */
    DatabaseAddress withParameter(String separator, String text) {
        return new DatabaseAddress(url + separator + text, user, password);
    }

    /** Where it is, for people: without parameters, which may be secrets of a driver. */
    String described() {
        String place = url.substring(JDBC.length());
        int end = place.length();
        for (char mark : new char[] {'?', ';'}) {
            int at = place.indexOf(mark);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return Secrets.masked(place.substring(0, end));
    }

    /** Made by the compiler it would show the parameters. */
    @Override
    public String toString() {
        return described();
    }
}
