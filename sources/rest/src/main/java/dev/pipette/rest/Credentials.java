package dev.pipette.rest;

import dev.pipette.settings.Secret;
import java.util.List;

/** What is shown as it is. */
sealed interface Credentials extends Auth {
    /**
     * A header.
     *
     * @param prefix what is before the key in its value
     */
    record Header(String name, String prefix, Secret secret, List<Secret> secrets) implements Credentials {
        @Override
        public void show(Target request) {
            request.header(name, prefix + secret.reveal());
        }

        @Override
        public String where() {
            return "header " + name;
        }
    }

    /** A query parameter. */
    record Query(String name, Secret secret) implements Credentials {
        @Override
        public void show(Target request) {
            request.query(name, secret.reveal());
        }

        @Override
        public String where() {
            return "query parameter " + name;
        }

        @Override
        public List<Secret> secrets() {
            return List.of(secret);
        }
    }

    /** A cookie. */
    record Cookie(String name, Secret secret) implements Credentials {
        @Override
        public void show(Target request) {
            request.cookie(name, secret.reveal());
        }

        @Override
        public String where() {
            return "cookie " + name;
        }

        @Override
        public List<Secret> secrets() {
            return List.of(secret);
        }
    }
}
