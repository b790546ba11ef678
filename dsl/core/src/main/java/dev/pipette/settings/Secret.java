package dev.pipette.settings;

/** Text that nobody should read. */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Keeps a text secret. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text, for the one place that needs it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
