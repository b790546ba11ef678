package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.files.PlainDialect.Bytes;
import dev.pipette.schema.Naming;
import dev.pipette.text.NearestName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The columns of one file whose fields are written in forms of their own, by their places in the records. */
final class ColumnWritings {
    private static final Naming NAMING = Naming.snakeCase(1 << 16);

    private final Path named;
    private final Map<String, FieldWriting> byName;
    private final Set<String> nulls;
    private final Map<Integer, FieldWriting> byPlace = new LinkedHashMap<>();
    private final List<String> header = new ArrayList<>();
    private boolean inHeader;

    private ColumnWritings(Path named, TextOptions options) {
        this.named = named;
        this.byName = options.writings();
        this.nulls = Set.copyOf(options.nulls());
    }

    /**
     * The columns of a file.
     *
     * @throws PipetteException BAD_USAGE for one that is not among the names that the columns are given
     */
    static ColumnWritings of(Path named, TextOptions options) {
        ColumnWritings writings = new ColumnWritings(named, options);
        if (!writings.isEmpty() && options.names().isPresent()) {
            List<String> given = options.names().get();
            writings.find(given.isEmpty() ? numbered(options.writings()) : given);
        }
        return writings;
    }

    /** {@code column0} and so on, at least as many as the writings name. */
    private static List<String> numbered(Map<String, FieldWriting> writings) {
        int most = writings.keySet().stream()
                .filter(name -> name.matches("column[0-9]{1,5}"))
                .mapToInt(name -> Integer.parseInt(name.substring("column".length())))
                .max()
                .orElse(0);
        return IntStream.rangeClosed(0, most)
                .mapToObj(place -> "column" + place)
                .toList();
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    void recordBegins(boolean isHeader) {
        inHeader = isHeader;
        header.clear();
    }

    /** Puts what the engine reads in the place of a field. */
    void rewrite(int place, Bytes field) {
        if (inHeader) {
            header.add(field.toString(StandardCharsets.UTF_8));
            return;
        }
        if (byPlace.containsKey(place)) {
            String text = field.toString(StandardCharsets.UTF_8);
            String plain = plain(place, text);
            if (!plain.equals(text)) {
                field.reset();
                field.writeBytes(plain.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** What the engine reads in the place of a field. */
    String plain(int place, String text) {
        FieldWriting writing = byPlace.get(place);
        return writing == null || nulls.contains(text) ? text : writing.plain(text);
    }

    /** The names of the columns are complete. */
    void headerEnds() {
        find(header);
        inHeader = false;
    }

    private void find(List<String> names) {
        byName.forEach((name, writing) -> {
            int place = names.indexOf(name);
            if (place < 0) {
                place = names.stream().map(NAMING::key).toList().indexOf(name);
            }
            if (place < 0) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        named + " has no column '" + name
                                + "', for which .thousands(..) (--thousands) or .dateFormat(..) (--date-format) is given."
                                + NearestName.question(name, names)
                                + " Correct the name; files that do not have the column belong into another resource.");
            }
            byPlace.put(place, writing);
        });
    }
}
