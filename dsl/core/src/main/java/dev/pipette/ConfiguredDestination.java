package dev.pipette;

import dev.pipette.settings.DestinationSettings;
import dev.pipette.settings.Settings;
import dev.pipette.spi.DestinationConfig.Setting;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a destination from settings, and completes one that says where and not as whom. */
final class ConfiguredDestination {
    private static final String DUCKDB = "duckdb";
    private static final Pattern ADDRESS = Pattern.compile("//(\\[[^\\]]+\\]|[^:/?]+)(?::(\\d+))?(?:/([^?]*))?.*");

    private ConfiguredDestination() {}

    /** The destination whose settings stand in the section {@code destination.NAME}. */
    static Destination named(String name, Settings settings) {
        String scheme = settings.find("destination." + name + ".type").orElse(name);
        DestinationSettings found = DestinationSettings.of(settings, scheme, name);
        Optional<String> location = scheme.equals(DUCKDB) ? found.database() : found.url();
        if (location.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    "'" + name + "' is no destination like duckdb:scratch.duckdb or postgres://user@host/database, and"
                            + " the settings say nothing of one with this name. Set "
                            + (scheme.equals(DUCKDB) ? "database" : "url") + " = \"..\" under " + "[destination." + name
                            + "] in pipette.toml, or PIPETTE__DESTINATION__" + name.toUpperCase(Locale.ROOT) + "__"
                            + (scheme.equals(DUCKDB) ? "DATABASE" : "URL") + " in the environment.");
        }
        Destination plain = scheme.equals(DUCKDB)
                ? Destination.of(scheme, location.get())
                : Destination.of(scheme, location.get().substring(location.get().indexOf("//")));
        return with(plain, found);
    }

    /**
     * Completes a destination with the user, the password and the pooler of the settings, unless these are about another
     * host or database: what opens one must not be sent to another.
     */
    static Destination completed(Destination destination, Settings settings) {
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
