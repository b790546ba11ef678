package dev.pipette.postgres;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment of this process says of PostgreSQL, in the words of libpq ("Environment Variables" in PostgreSQL's
 * manual). An empty variable says nothing.
 *
 * @param variables all of them
 * @param home the home folder, where {@code HOME} is not set
 */
record LibpqEnvironment(Map<String, String> variables, Path home) {
    private static final String PASSWORD_FILE = "PGPASSFILE";

    LibpqEnvironment {
        variables = Map.copyOf(variables);
    }

    static LibpqEnvironment ofProcess() {
        return new LibpqEnvironment(System.getenv(), Path.of(System.getProperty("user.home", "")));
    }

    /** The value of a variable; empty where it is not set. */
    Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isEmpty());
    }

    /** The password file that {@code PGPASSFILE} names, or else the one of the home folder; it need not exist. */
    Path passwordFile() {
        return value(PASSWORD_FILE).map(Path::of).orElseGet(this::passwordFileAtHome);
    }

    boolean namesPasswordFile() {
        return value(PASSWORD_FILE).isPresent();
    }

    private Path passwordFileAtHome() {
        Optional<Path> windows = value("APPDATA").map(Path::of);
        return windows.isPresent() && File.separatorChar == '\\'
                ? windows.get().resolve("postgresql").resolve("pgpass.conf")
                : value("HOME").map(Path::of).orElse(home).resolve(".pgpass");
    }

    /** Made by the compiler it would show passwords. */
    @Override
    public String toString() {
        return "LibpqEnvironment[home=" + home + "]";
    }
}
