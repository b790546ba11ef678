package dev.pipette.benchmark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The flat file: 14 columns of the kinds that exports have, the same on every machine. */
final class CsvInput {
    private static final List<String> FIRST_NAMES = List.of(
            "Ada",
            "Alan",
            "Barbara",
            "Claude",
            "Donald",
            "Edsger",
            "Frances",
            "Grace",
            "Hedy",
            "Ivan",
            "Jürgen",
            "Katherine",
            "Leslie",
            "Margaret",
            "Niklaus",
            "Ole-Johan",
            "Radia",
            "Sophie",
            "Tony",
            "Vint");
    private static final List<String> LAST_NAMES = List.of(
            "Allen",
            "Backus",
            "Cerf",
            "Dijkstra",
            "Eckert",
            "Floyd",
            "Goldberg",
            "Hamilton",
            "Hopper",
            "Johnson",
            "Knuth",
            "Lamport",
            "Liskov",
            "Lovelace",
            "O'Neil",
            "Perlman",
            "Schmidt",
            "Turing",
            "Wilson",
            "Wirth");
    private static final List<String> CITIES = List.of(
            "Amsterdam",
            "Boston",
            "Köln",
            "Dublin",
            "Edinburgh",
            "Genève",
            "Helsinki",
            "Lyon",
            "New York",
            "Oslo",
            "San José",
            "São Paulo",
            "Tokyo",
            "Washington, D.C.",
            "Zürich");
    private static final List<String> CATEGORIES = List.of("books", "garden", "grocery", "music", "office", "toys");
    private static final List<String> PHRASES = List.of(
            "delivered to the neighbour on the second floor",
            "customer asked to be called before noon",
            "the parcel was repacked, and one corner is dented",
            "paid by invoice within thirty days",
            "second order of this customer in the same week",
            "the so-called \"express\" option was chosen",
            "returned once and sent again without charge",
            "a gift; no price on the delivery note please");

    private CsvInput() {}

    /** The types that both sides give the columns. */
    static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("id", "BIGINT");
        types.put("name", "VARCHAR");
        types.put("city", "VARCHAR");
        types.put("zip", "VARCHAR");
        types.put("price", "DOUBLE");
        types.put("quantity", "BIGINT");
        types.put("ordered_at", "TIMESTAMP");
        types.put("delivered_on", "DATE");
        types.put("paid", "BOOLEAN");
        types.put("note", "VARCHAR");
        types.put("account", "VARCHAR");
        types.put("score", "DOUBLE");
        types.put("category", "VARCHAR");
        types.put("token", "VARCHAR");
        return types;
    }

    /** DuckDB's call that reads the file as fast as it can: nothing is left to detection. */
    static String read(Path file) {
        return read(List.of(file));
    }

    /** The same for a list of files. */
    static String read(List<Path> files) {
        return "read_csv(" + files.stream().map(Duck::text).collect(Collectors.joining(", ", "[", "]"))
                + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
                + Duck.columns(types()) + ")";
    }

    static void write(Path file, long rows, boolean compressed) throws Exception {
        try (Duck duck = Duck.inMemory()) {
            duck.execute("COPY (" + select(rows) + ") TO " + Duck.text(file) + " (FORMAT csv, HEADER true"
                    + (compressed ? ", COMPRESSION gzip" : "") + ")");
        }
    }

    private static String select(long rows) {
        return "SELECT i AS id, " + pick(FIRST_NAMES, 1) + " || ' ' || " + pick(LAST_NAMES, 2) + " AS name, "
                + pick(CITIES, 3) + " AS city, "
                + "lpad(CAST(" + number(4, 100_000) + " AS VARCHAR), 5, '0') AS zip, "
                + number(5, 1_000) + " || '.' || lpad(CAST(" + number(6, 100) + " AS VARCHAR), 2, '0') AS price, "
                + "1 + " + number(7, 20) + " AS quantity, "
                + "TIMESTAMP '2024-01-01' + to_seconds(" + number(8, 63_072_000) + ") AS ordered_at, "
                + "DATE '2024-01-01' + CAST(" + number(9, 730) + " AS INTEGER) AS delivered_on, "
                + number(10, 3) + " > 0 AS paid, "
                + pick(PHRASES, 11) + " || '; ' || " + pick(PHRASES, 12) + " AS note, "
                + "'AC' || lpad(CAST(" + number(13, 100_000_000) + " AS VARCHAR), 8, '0') AS account, "
                + number(14, 1_000_000_007) + " / 1000000007 AS score, "
                + "CASE WHEN " + number(15, 10) + " < 7 THEN " + pick(CATEGORIES, 16) + " END AS category, "
                + "md5(CAST(i AS VARCHAR)) AS token FROM range(" + rows + ") numbers(i)";
    }

    /** A number from 0 to below a bound that depends only on the row and the salt. */
    static String number(int salt, long bound) {
        return "CAST(hash(i * 31 + " + salt + ") % " + bound + " AS BIGINT)";
    }

    private static String pick(List<String> texts, int salt) {
        return "[" + texts.stream().map(Duck::text).collect(Collectors.joining(", ")) + "][1 + "
                + number(salt, texts.size()) + "]";
    }
}
