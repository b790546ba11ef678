package dev.pipette.postgres;

import dev.pipette.settings.Secret;
import dev.pipette.spi.DestinationConfig.Setting;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The password of a login, and where it was found. In libpq's order: the address or the settings, {@code PGPASSWORD},
 * the password file.
 *
 * @param value empty where none was found
 * @param origin for people; empty where it was given in the address or the settings, or none was found
 * @param ignored why a password file that is there was not used; empty where there is none, or it was not needed
 */
record Password(Optional<Secret> value, String origin, Optional<String> ignored) {
    private static final String VARIABLE = "PGPASSWORD";

    static Password given(Secret value) {
        return new Password(Optional.of(value), "", Optional.empty());
    }

    static Password none() {
        return new Password(Optional.empty(), "", Optional.empty());
    }

    private static Password withoutFile(String why) {
        return new Password(Optional.empty(), "", Optional.of(why));
    }

    /**
     * Looks for a password.
     *
     * @param settings of the destination
     * @param user who logs in
     */
    static Password find(
            Map<String, String> settings, LibpqEnvironment environment, PostgresAddress address, String user) {
        String given = settings.getOrDefault(Setting.PASSWORD, "");
        if (!given.isEmpty()) {
            return given(Secret.of(given));
        }
        Optional<String> variable = environment.value(VARIABLE);
        return variable.isPresent()
                ? new Password(variable.map(Secret::of), VARIABLE, Optional.empty())
                : inFile(environment, address, user);
    }

    private static Password inFile(LibpqEnvironment environment, PostgresAddress address, String user) {
        PasswordFile file = new PasswordFile(environment.passwordFile());
        if (!file.exists()) {
            return environment.namesPasswordFile()
                    ? withoutFile("PGPASSFILE names " + file.path() + ", which is not there")
                    : none();
        }
        Optional<String> objection = file.objection();
        if (objection.isPresent()) {
            return withoutFile(objection.get());
        }
        try {
            return file.line(address.hostName(), address.port(), address.database(), user)
                    .map(line -> new Password(
                            Optional.of(line.password()),
                            "line " + line.number() + " of " + file.path(),
                            Optional.empty()))
                    .orElseGet(Password::none);
        } catch (IOException failed) {
            return withoutFile(file.path() + " is ignored, because it cannot be read: " + failed.getMessage());
        }
    }

    /** What to check of it when the server refuses the login. */
    String toCheck() {
        if (value.isEmpty()) {
            return "a password is given" + ignored.map(why -> " (" + why + ")").orElse("");
        }
        return origin.isEmpty()
                ? "the password is right (in a URL, @ is written %40, / is %2F, ? is %3F)"
                : "the password in " + origin + " is right";
    }
}
