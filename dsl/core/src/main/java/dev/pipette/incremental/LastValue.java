package dev.pipette.incremental;

/** Which of two values of a cursor is the one to continue from (dlt's {@code last_value_func}). */
public enum LastValue {
    /** The higher one (the default): rows above the committed value are new. */
    HIGHEST,
    /** The lower one: rows below the committed value are new. */
    LOWEST,
    /** The one that a function of the user's chooses. */
    CUSTOM;

    /** Which value it is, as a word in a sentence. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Whether a value is beyond a bound.
     *
     * @throws IllegalStateException for {@link #CUSTOM}, which knows no sides
     */
    public boolean isBeyond(Comparable<?> value, Comparable<?> bound) {
        int order = CursorKind.compare(value, bound);
        return switch (this) {
            case HIGHEST -> order > 0;
            case LOWEST -> order < 0;
            case CUSTOM -> throw new IllegalStateException("a custom function decides itself");
        };
    }
}
