package dev.pipette.postgres;

import static dev.pipette.Pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresRole;

/** Databases of the tests as destinations, with the user and the password that open them. */
final class Logins {
    private Logins() {}

    /** A database as its owner opens it. */
    static Destination owner(PostgresDatabase database) {
        return owner(database, database.url());
    }

    /** The same at another address, like that of a pooler. */
    static Destination owner(PostgresDatabase database, String url) {
        return postgres(url).user(database.user()).password(Secret.of(database.password()));
    }

    /** An address as a role opens it. */
    static Destination role(PostgresRole role, String url) {
        return postgres(url).user(role.name()).password(Secret.of(role.password()));
    }
}
