package dev.pipette.cli;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.settings.Settings;
import java.util.function.Supplier;

/** What a person means by a destination: an address, or the name of a section of the settings. */
public final class Destinations {
    private Destinations() {}

    /** A destination by its address or its name in the settings, with what the settings add. */
    public static Destination of(String text) {
        return of(text, Settings::load);
    }

    /** The same, with settings that are read only if they are needed. */
    static Destination of(String text, Supplier<Settings> settings) {
        return Destination.of(text, settings);
    }

    /** A pipeline of a working folder, which never keeps a password. */
    public static Pipeline completed(Pipeline remembered) {
        return remembered.destination(remembered.destination().completed(Settings::load));
    }
}
