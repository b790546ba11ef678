package dev.pipette.testing.postgres;

/**
 * A user without rights beyond those of everybody, made by {@link PostgresDatabase#newRole()}.
 *
 * <pre>{@code
 * PostgresRole reader = database.newRole();
 * database.execute("GRANT SELECT ON items TO " + reader.name());
 * }</pre>
 *
 * @param name the user's name, which needs no quotes
 * @param password the user's password
 */
public record PostgresRole(String name, String password) {}
