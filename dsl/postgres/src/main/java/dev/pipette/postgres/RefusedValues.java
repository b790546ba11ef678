package dev.pipette.postgres;

import dev.pipette.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds out from a server's error which row it is about. During a COPY the error's context says {@code COPY orders, line
 * 3, column price}; a constraint's detail says {@code Key (id)=(1) already exists.}
 */
final class RefusedValues {
    private static final Pattern LINE =
            Pattern.compile("COPY .*, line (\\d+)(?:, column (.*?))?(?:: .*)?", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("Key \\((.*)\\)=\\((.*)\\) .*", Pattern.DOTALL);
    private static final String NOT_NULL = "23502";

    private RefusedValues() {}

    static Optional<Refusal> of(Exception thrown) {
        ServerErrorMessage said = Symptoms.serverMessage(Symptoms.sqlException(thrown));
        if (said == null) {
            return Optional.empty();
        }
        String state = String.valueOf(said.getSQLState());
        if (!state.startsWith("22") && !state.startsWith("23")) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        Matcher key = KEY.matcher(text(said.getDetail()));
        if (key.matches()) {
            columns.addAll(List.of(key.group(1).split(", ", -1)));
            values.addAll(List.of(key.group(2).split(", ", -1)));
        } else if (state.equals(NOT_NULL) && said.getColumn() != null) {
            columns.add(said.getColumn());
        }
        // what stands before it is of those who were called by COPY, such as the reader of JSON
        Optional<Matcher> line = text(said.getWhere())
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .reduce((before, last) -> last);
        if (line.isPresent()) {
            Matcher copy = line.get();
            if (columns.isEmpty() && copy.group(2) != null) {
                columns.add(copy.group(2));
            }
            return Optional.of(new Refusal(columns, values, OptionalLong.of(Long.parseLong(copy.group(1)))));
        }
        return columns.isEmpty() || columns.size() != values.size() && !values.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(columns, values));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
