package dev.pipette.cli;

/** Hides what nobody should read over a shoulder or in a log. */
final class Secrets {
    private Secrets() {}

    static String masked(String text) {
        return dev.pipette.spi.Secrets.masked(text);
    }
}
