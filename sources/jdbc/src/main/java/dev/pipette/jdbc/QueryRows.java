package dev.pipette.jdbc;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a query. */
final class QueryRows {
    private QueryRows() {}

    static Resource resource(Connections connections, String name, String sql, List<Object> parameters) {
        String text = sql.strip().replaceAll(";\\s*$", "");
        Map<ColumnInfo, ColumnReading> readings = readings(connections, name, text);
        boolean plain = readings.values().stream().allMatch(ColumnReading::isPlain);
        // in the database's own way of writing values; a query in a query keeps its order where only columns are read
        // of it
        String from = "(" + text + "\n) AS " + connections.dialect().quoted("pipette_query");
        Selection selection = new Selection(connections, "query " + name, readings, from, parameters);
        Resource resource = Pipette.resource(name).stream(
                plain ? new TableRows(selection, text) : new TableRows(selection, Optional.empty()));
        for (Map.Entry<ColumnInfo, ColumnReading> entry : readings.entrySet()) {
            if (entry.getValue().hint().isPresent()) {
                resource = resource.column(
                        entry.getKey().name(), entry.getValue().hint().get());
            }
        }
        return resource;
    }

    private static Map<ColumnInfo, ColumnReading> readings(Connections connections, String name, String sql) {
        Map<ColumnInfo, ColumnReading> readings = new LinkedHashMap<>();
        List<ColumnInfo> columns = connections.ask("prepare query " + name, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                ResultSetMetaData result = statement.getMetaData();
                return result == null
                        ? List.<ColumnInfo>of()
                        : connections.dialect().columns(result);
            }
        });
        if (columns.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "query " + name + " has no rows: it is not a SELECT. Give query(..) one statement that reads.");
        }
        for (ColumnInfo column : columns) {
            if (readings.keySet().stream().anyMatch(known -> known.name().equals(column.name()))) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "query " + name + " has two columns with the name '" + column.name()
                                + "'. Give one of them another name in the query: AS other_name.");
            }
            readings.put(column, connections.dialect().reading(column, "query " + name));
        }
        return readings;
    }
}
