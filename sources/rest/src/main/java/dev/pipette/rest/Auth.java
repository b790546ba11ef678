package dev.pipette.rest;

import dev.pipette.settings.Secret;

/**
 * What a client shows with every request.
 *
 * <pre>{@code
 * Auth.header("X-Api-Key", key);   // X-Api-Key: ..
 * Auth.query("api_key", key);      // ?api_key=..
 * Auth.bearer(token);              // Authorization: Bearer ..
 * }</pre>
 */
public sealed interface Auth {
    /** The key itself. */
    Secret secret();

    /** Where it is sent, for errors. */
    String where();

    /** A key in a header. */
    static Auth header(String name, Secret key) {
        return new Header(name, "", key);
    }

    /** A key in the query. */
    static Auth query(String name, Secret key) {
        return new Query(name, key);
    }

    /** A bearer token (RFC 6750). */
    static Auth bearer(Secret token) {
        return new Header("Authorization", "Bearer ", token);
    }

    /**
     * A header.
     *
     * @param prefix what is before the key in its value
     */
    record Header(String name, String prefix, Secret secret) implements Auth {
        @Override
        public String where() {
            return "header " + name;
        }
    }

    /** A query parameter. */
    record Query(String name, Secret secret) implements Auth {
        @Override
        public String where() {
            return "query parameter " + name;
        }
    }
}
