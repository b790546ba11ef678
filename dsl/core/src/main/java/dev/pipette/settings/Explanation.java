package dev.pipette.settings;

import dev.pipette.text.Grid;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a setting was looked for, in the order in which places win, and which of them won. Secrets are three stars.
 *
 * <pre>{@code
 * System.out.println(settings.explain("destination.warehouse.port"));
 * // destination.warehouse.port = 5432
 * //   from destination.warehouse.port in pipette.toml, line 3
 * }</pre>
 *
 * @param key the key
 * @param value its value as it may be shown
 * @param origin where the value, or what is wrong with it, was found
 * @param places everything that was looked at
 * @param notes what else is to be known
 */
public record Explanation(
        String key, Optional<String> value, Optional<String> origin, List<Place> places, List<String> notes) {
    /** What was found in a place. */
    public enum Outcome {
        /** The value that counts. */
        USED,
        /** A value that does not count, because an earlier place has one. */
        OVERRIDDEN,
        /** Nothing. */
        NOT_SET,
        /** An empty text, which counts as nothing. */
        EMPTY,
        /** A placeholder that waits to be replaced, which counts as nothing. */
        PLACEHOLDER,
        /** Something that is not a value. */
        WRONG,
        /** There is no such file. */
        NO_FILE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * One place, and one name that was looked for there.
     *
     * @param where the environment, a file, what the program gave, or its defaults
     * @param name the name that was looked for
     * @param outcome what was found
     * @param value the value that was found, as it may be shown; of a wrong one, what is wrong with it
     * @param line its line in the file, where that is known
     */
    public record Place(String where, String name, Outcome outcome, Optional<String> value, Optional<Integer> line) {}

    /** Copies the lists. */
    public Explanation {
        places = List.copyOf(places);
        notes = List.copyOf(notes);
    }

    private String title() {
        return key
                + value.map(text -> " = " + text).orElseGet(this::whyNot)
                + origin.map(place -> "\n  from " + place).orElse("");
    }

    private String whyNot() {
        return places.stream()
                .filter(place -> place.outcome() == Outcome.WRONG)
                .findFirst()
                .flatMap(Place::value)
                .map(reason -> " " + reason)
                .orElse(" is not set");
    }

    private Grid grid() {
        Grid grid = new Grid("place", "name", ">line", "found");
        places.forEach(place -> grid.add(
                place.where(),
                place.name(),
                place.line().map(String::valueOf).orElse(""),
                place.outcome() + place.value().map(text -> ": " + text).orElse("")));
        return grid;
    }

    /** An HTML table, for notebooks. */
    public String toHtml() {
        StringBuilder html = new StringBuilder("<p>" + Grid.escaped(title()).replace("\n", "<br>\n") + "</p>\n")
                .append(grid().html());
        if (!notes.isEmpty()) {
            html.append("<ul>\n");
            notes.forEach(note -> html.append("<li>").append(Grid.escaped(note)).append("</li>\n"));
            html.append("</ul>\n");
        }
        return html.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(title()).append("\n\n").append(grid().text());
        notes.forEach(note -> text.append(note.equals(notes.getFirst()) ? "\n\n" : "\n")
                .append("note: ")
                .append(note));
        return text.toString();
    }
}
