package dev.pipette.cli;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.settings.Settings;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What a person means by a destination: an address, or the name of a section of the settings. */
public final class Destinations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private Destinations() {}

    /** A destination by its address or its name in the settings, with what the settings add. */
    public static Destination of(String text) {
        return of(text, Settings::load);
    }

    /** The same, with settings that are read only if they are needed. */
    static Destination of(String text, Supplier<Settings> settings) {
        return NAME.matcher(text).matches()
                ? Pipette.destination(text, settings.get())
                : completed(Destination.parse(text), settings);
    }

    /** A pipeline of a working folder, which never keeps a password. */
    public static Pipeline completed(Pipeline remembered) {
        return remembered.destination(completed(remembered.destination(), Settings::load));
    }

    /** A file needs no user, and most commands no settings. */
    private static Destination completed(Destination destination, Supplier<Settings> settings) {
        return destination.scheme().equals("duckdb") ? destination : destination.completed(settings.get());
    }
}
