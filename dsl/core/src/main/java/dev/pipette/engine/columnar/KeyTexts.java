package dev.pipette.engine.columnar;

/** Numbers as texts for the digests of rows, equal for equal numbers of any type. */
public final class KeyTexts {
    private KeyTexts() {}

    /** A double, without a fraction where it is a whole number. */
    public static String integral(String number) {
        return "CASE WHEN " + number + " = trunc(" + number + ") AND abs(" + number + ") < 1e15 THEN CAST(CAST("
                + number + " AS BIGINT) AS VARCHAR) ELSE CAST(" + number + " AS VARCHAR) END";
    }

    /** The text of a decimal, without zeros at the end of its fraction. */
    public static String withoutLastZeros(String number) {
        return "CASE WHEN contains(" + number + ", '.') THEN rtrim(rtrim(" + number + ", '0'), '.') ELSE " + number
                + " END";
    }
}
