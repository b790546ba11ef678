package dev.pipette.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection address says: {@code postgresql://user:password@host:port/database?name=value}, with or without
 * {@code jdbc:} before it (PostgreSQL's documentation, "Connection URIs"), and {@code duckdb:FILE} or dlt's {@code
 * duckdb:///FILE}. Percent signs are decoded; several hosts stay one text.
 */
record ConnectionAddress(Map<Part, String> parts, Map<String, String> parameters) {
    /** A piece of an address that is a setting of its own. */
    enum Part {
        HOST,
        PORT,
        DATABASE,
        USER,
        PASSWORD
    }

    private static final Pattern POSTGRES = Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(.*)", Pattern.DOTALL);
    private static final Pattern DUCKDB = Pattern.compile("duckdb:(?:///)?(.+)", Pattern.DOTALL);
    private static final String HOST = "(?:[A-Za-z0-9_.-]*|\\[[0-9A-Fa-f:.]+\\])";
    private static final Pattern ONE_HOST = Pattern.compile("(" + HOST + ")(?::(\\d{1,5}))?");
    private static final Pattern SEVERAL_HOSTS =
            Pattern.compile(HOST + "(?::\\d{1,5})?(?:," + HOST + "(?::\\d{1,5})?)+");

    /** Whether a text begins like an address, right or wrong. */
    static boolean isMeantAsAddress(String text) {
        return POSTGRES.matcher(text).matches() || DUCKDB.matcher(text).matches();
    }

    /** Reads an address; empty for a text that is none. */
    static Optional<ConnectionAddress> parse(String text) {
        Map<Part, String> parts = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher duckdb = DUCKDB.matcher(text);
        if (duckdb.matches()) {
            parts.put(Part.DATABASE, duckdb.group(1));
            return Optional.of(new ConnectionAddress(parts, parameters));
        }
        Matcher postgres = POSTGRES.matcher(text);
        if (!postgres.matches()) {
            return Optional.empty();
        }
        try {
            read(postgres.group(1), parts, parameters);
        } catch (IllegalArgumentException notDecodable) {
            return Optional.empty();
        }
        return Optional.of(new ConnectionAddress(parts, Collections.unmodifiableMap(parameters)));
    }

    /** Reads what comes after the scheme; an illegal argument for what is none. */
    private static void read(String address, Map<Part, String> parts, Map<String, String> parameters) {
        int question = address.indexOf('?');
        String head = question < 0 ? address : address.substring(0, question);
        String tail = question < 0 ? "" : address.substring(question + 1);
        if (tail.contains("@")) {
            throw new IllegalArgumentException("perhaps a password with a question mark that is not encoded");
        }
        int at = head.lastIndexOf('@');
        if (at >= 0) {
            String login = head.substring(0, at);
            int colon = login.indexOf(':');
            put(parts, Part.USER, decoded(colon < 0 ? login : login.substring(0, colon)));
            put(parts, Part.PASSWORD, colon < 0 ? "" : decoded(login.substring(colon + 1)));
        }
        String location = head.substring(at + 1);
        int slash = location.indexOf('/');
        host(slash < 0 ? location : location.substring(0, slash), parts);
        put(parts, Part.DATABASE, slash < 0 ? "" : decoded(location.substring(slash + 1)));
        for (String parameter : tail.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameter(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)), parts, parameters);
            }
        }
    }

    private static void host(String hosts, Map<Part, String> parts) {
        Matcher one = ONE_HOST.matcher(hosts);
        if (one.matches()) {
            put(parts, Part.HOST, one.group(1));
            put(parts, Part.PORT, one.group(2) == null ? "" : one.group(2));
        } else if (SEVERAL_HOSTS.matcher(hosts).matches()) {
            put(parts, Part.HOST, hosts);
        } else {
            throw new IllegalArgumentException("no host");
        }
    }

    private static void parameter(String name, String value, Map<Part, String> parts, Map<String, String> parameters) {
        switch (name) {
            case "user" -> put(parts, Part.USER, value);
            case "password" -> put(parts, Part.PASSWORD, value);
            default -> parameters.put(name, value);
        }
    }

    private static void put(Map<Part, String> parts, Part part, String value) {
        if (!value.isEmpty()) {
            parts.putIfAbsent(part, value);
        }
    }

    /** Percent signs only: a plus sign is itself in an address. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Optional<String> part(Part part) {
        return Optional.ofNullable(parts.get(part));
    }

    /** Made by the compiler it would show the password. */
    @Override
    public String toString() {
        return "address of " + parts.keySet();
    }
}
