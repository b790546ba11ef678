package dev.pipette.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Columns that are selected.
 *
 * @param what for people: the name of the table or the query
 * @param readings how each column is read, in the order of the columns
 * @param from what they are selected from, in SQL
 * @param parameters in the place of its question marks
 */
record Selection(
        Connections connections,
        String what,
        Map<ColumnInfo, ColumnReading> readings,
        String from,
        List<Object> parameters) {
    Selection {
        readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
        parameters = List.copyOf(parameters);
    }

    Dialect dialect() {
        return connections.dialect();
    }

    /** A column that is selected. */
    Optional<ColumnInfo> column(String name) {
        return readings.keySet().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    /** How it is read. */
    ColumnReading reading(ColumnInfo column) {
        return Objects.requireNonNull(readings.get(column));
    }

    List<String> names() {
        return readings.keySet().stream().map(ColumnInfo::name).toList();
    }

    String select() {
        return "SELECT "
                + readings.entrySet().stream()
                        .map(entry -> entry.getValue()
                                        .selected(
                                                dialect().quoted(entry.getKey().name()))
                                + (entry.getValue().isPlain()
                                        ? ""
                                        : " AS "
                                                + dialect()
                                                        .quoted(entry.getKey().name())))
                        .collect(Collectors.joining(", "))
                + " FROM " + from;
    }

    /** Sets parameters behind those of the selection itself. */
    void bind(PreparedStatement statement, List<?> more) throws SQLException {
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(more);
        for (int index = 0; index < all.size(); index++) {
            statement.setObject(index + 1, all.get(index));
        }
    }
}
