package dev.pipette.settings;

/**
 * A value as it is in its place, before <code>${NAME}</code> is filled in.
 *
 * @param text the text; of a list, nothing
 * @param expands whether <code>${NAME}</code> has its meaning here
 * @param isList whether it is a list, which no setting is
 * @param isSecret whether it was passed as a secret
 * @param line its line in the file; 0 where that is not known
 */
record Raw(String text, boolean expands, boolean isList, boolean isSecret, int line) {
    static Raw plain(String text) {
        return new Raw(text, false, false, false, 0);
    }

    static Raw secret(String text) {
        return new Raw(text, false, false, true, 0);
    }

    static Raw inFile(String text, boolean expands, int line) {
        return new Raw(text, expands, false, false, line);
    }

    static Raw list(int line) {
        return new Raw("", false, true, false, line);
    }

    /** Made by the compiler it would show the text. */
    @Override
    public String toString() {
        return "value in line " + line;
    }
}
