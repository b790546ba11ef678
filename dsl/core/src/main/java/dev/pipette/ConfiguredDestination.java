package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.DestinationSettings;
import dev.pipette.settings.Settings;
import dev.pipette.spi.DestinationConfig.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a destination from settings, and completes one that has an address and no login. */
final class ConfiguredDestination {
    private static final String DUCKDB = "duckdb";
    private static final String POSTGRES = "postgres";
    private static final Pattern KIND = Pattern.compile("(?:jdbc:)?postgres(?:ql)?://|duckdb:");
    private static final Pattern ADDRESS = Pattern.compile("//(\\[[^\\]]+\\]|[^:/?]+)(?::(\\d+))?(?:/([^?]*))?.*");

    private ConfiguredDestination() {}

    /** The destination whose settings are in the section {@code destination.NAME}. */
    static Destination named(String name, Settings settings) {
        return find(name, settings).orElseThrow(() -> {
            boolean file = scheme(name, settings).equals(DUCKDB);
            return new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    "'" + name
                            + "' is not a destination like duckdb:scratch.duckdb or postgres://user@host/database, and"
                            + " the settings say nothing of one with this name. Set " + (file ? "database" : "url")
                            + " = \"..\" under [destination." + name + "] in pipette.toml, or PIPETTE__DESTINATION__"
                            + name.toUpperCase(Locale.ROOT) + "__" + (file ? "DATABASE" : "URL")
                            + " in the environment.");
        });
    }

    /** The same; empty where the settings have no such section. */
    private static Optional<Destination> find(String name, Settings settings) {
        String scheme = scheme(name, settings);
        DestinationSettings found = DestinationSettings.of(settings, scheme, name);
        Optional<Destination> plain = scheme.equals(DUCKDB)
                ? found.database().map(file -> Destination.of(scheme, file))
                : found.url().map(url -> Destination.of(scheme, url.substring(url.indexOf("//"))));
        return plain.map(destination -> with(destination, found).named(name).intoDataset(found.dataset()))
                .map(destination -> noted(destination, found.section(), settings));
    }

    /** Only what is sent to a server can be sent to another one. */
    private static Destination noted(Destination destination, String section, Settings settings) {
        return destination.scheme().equals(DUCKDB)
                ? destination
                : settings.decidedHere(
                                List.of(section + ".url", section + ".host", section + ".port", section + ".password"))
                        .map(origin -> destination.noting(section
                                + ": a file of the current folder decides where its password is sent: " + origin))
                        .orElse(destination);
    }

    /** The kind: the declared one, that of the address, or PostgreSQL where a host is set. Otherwise the name is the kind. */
    private static String scheme(String name, Settings settings) {
        String section = "destination." + name;
        return settings.find(section + ".type")
                .or(() -> settings.find(section + ".url").flatMap(ConfiguredDestination::kind))
                .or(() -> settings.find(section + ".host").map(_ -> POSTGRES))
                .orElse(name);
    }

    private static Optional<String> kind(String address) {
        Matcher kind = KIND.matcher(address);
        return kind.lookingAt() ? Optional.of(kind.group().startsWith(DUCKDB) ? DUCKDB : POSTGRES) : Optional.empty();
    }

    /**
     * Completes a destination with the user, the password and the pooler of the settings, unless these are about another
     * host or database: what opens one must not be sent to another. One that a working folder remembers by its name is the
     * one of that name in the settings, as long as they have it.
     */
    static Destination completed(Destination destination, Settings settings) {
        return destination
                .settingsName()
                .flatMap(name -> find(name, settings))
                .map(found -> found.retryFor(destination.retryFor()).lockTimeout(destination.lockTimeout()))
                .orElseGet(() -> completedByKind(destination, settings));
    }

    private static Destination completedByKind(Destination destination, Settings settings) {
        DestinationSettings found = DestinationSettings.of(settings, destination.scheme());
        Matcher address = ADDRESS.matcher(destination.location());
        boolean another = !address.matches()
                || found.host()
                        .filter(host -> !host.equalsIgnoreCase(address.group(1)))
                        .isPresent()
                || found.port()
                        .filter(port -> !String.valueOf(port).equals(address.group(2)))
                        .isPresent()
                || found.database()
                        .filter(database -> !database.equals(address.group(3)))
                        .isPresent();
        return another ? destination : with(destination, found);
    }

    private static Destination with(Destination destination, DestinationSettings found) {
        Destination completed = destination;
        boolean sameUser = found.user()
                .filter(user -> !user.equals(destination.settings().getOrDefault(Setting.USER, user)))
                .isEmpty();
        if (found.user().isPresent() && !destination.settings().containsKey(Setting.USER)) {
            completed = completed.user(found.user().get());
        }
        if (found.password().isPresent() && sameUser && !destination.settings().containsKey(Setting.PASSWORD)) {
            completed = completed.password(found.password().get());
        }
        return found.transactionPooler().orElse(false) ? completed.transactionPooler() : completed;
    }
}
