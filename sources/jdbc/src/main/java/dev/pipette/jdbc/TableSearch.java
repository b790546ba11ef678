package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.NearestName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds tables by their names or by patterns. */
final class TableSearch {
    private static final int MOST_SHOWN = 5;

    private final Connections connections;
    private final Connection connection;

    TableSearch(Connections connections, Connection connection) {
        this.connections = connections;
        this.connection = connection;
    }

    /** All names of a table: with its schema, and with other names of that. */
    private List<String> names(TableName table) throws SQLException {
        List<String> names = new ArrayList<>(List.of(table.toString()));
        for (String other : connections.dialect().otherNames(connection, table.schema())) {
            names.add(other + "." + table.name());
        }
        return names;
    }

    /** The one table, or view, of a name. */
    TableName one(String name) throws SQLException {
        List<TableName> all = connections.dialect().tables(connection, true);
        List<TableName> exact = new ArrayList<>();
        List<TableName> anyCase = new ArrayList<>();
        for (TableName table : all) {
            List<String> names = new ArrayList<>(names(table));
            names.add(table.name());
            if (names.contains(name)) {
                exact.add(table);
            } else if (names.stream().anyMatch(name::equalsIgnoreCase)) {
                anyCase.add(table);
            }
        }
        List<TableName> found = exact.isEmpty() ? anyCase : exact;
        if (found.size() > 1) {
            String schema = connections.dialect().defaultSchema(connection);
            List<TableName> near = found.stream()
                    .filter(table -> table.schema().equals(schema))
                    .toList();
            found = near.isEmpty() ? found : near;
        }
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 -> throw missing(name, all);
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        connections.describe() + " has several tables that '" + name + "' may mean: " + shown(found)
                                + ". Write one of them.");
        };
    }

    private PipetteException missing(String name, List<TableName> all) {
        Set<String> known = all.stream()
                .flatMap(table -> name.contains(".") ? Stream.of(table.toString()) : Stream.of(table.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String near = NearestName.question(name, known);
        return new PipetteException(
                ErrorCode.SOURCE_MISSING,
                connections.describe() + " has no table '" + name + "' that this user may see."
                        + (near.isEmpty() ? " Its tables: " + shown(all) + "." : near));
    }

    private static String shown(List<TableName> tables) {
        return tables.isEmpty()
                ? "none"
                : tables.stream().limit(MOST_SHOWN).map(TableName::toString).collect(Collectors.joining(", "))
                        + (tables.size() > MOST_SHOWN ? " and " + (tables.size() - MOST_SHOWN) + " more" : "");
    }

    /** The tables that one of the patterns covers and no exclusion does, in the order of their names. */
    List<TableName> matching(List<NamePattern> patterns, List<NamePattern> exceptions) throws SQLException {
        List<TableName> all = connections.dialect().tables(connection, false);
        List<TableName> found = new ArrayList<>();
        Set<NamePattern> used = new LinkedHashSet<>();
        for (TableName table : all) {
            List<NamePattern> covering = new ArrayList<>();
            for (NamePattern pattern : patterns) {
                if (covers(pattern, table)) {
                    covering.add(pattern);
                }
            }
            used.addAll(covering);
            boolean excepted = false;
            for (NamePattern exception : exceptions) {
                excepted |= covers(exception, table);
            }
            if (!covering.isEmpty() && !excepted) {
                found.add(table);
            }
        }
        for (NamePattern pattern : patterns) {
            if (!used.contains(pattern)) {
                throw new PipetteException(
                        ErrorCode.SOURCE_MISSING,
                        connections.describe() + ": '" + pattern
                                + "' covers no table that this user may see. Its tables: " + shown(all) + ".");
            }
        }
        if (found.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.SOURCE_MISSING,
                    connections.describe() + ": no table is left of those that "
                            + patterns.stream().map(NamePattern::toString).collect(Collectors.joining(", "))
                            + " covers. Correct except(..).");
        }
        return found;
    }

    private boolean covers(NamePattern pattern, TableName table) throws SQLException {
        if (!pattern.hasSchema() && pattern.covers(table.name())) {
            return true;
        }
        return names(table).stream().anyMatch(pattern::covers);
    }
}
