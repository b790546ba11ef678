package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import dev.pipette.spi.TableChoice;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out which table each row of a resource goes to, where its rows choose; for one thread. */
final class RowTables {
    /** Names that are remembered; a resource has not many more tables, and heap must not grow with the rows. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final int LONGEST_SHOWN = 80;
    private static final String WAY_OUT = " Give it one with .map(..), or drop such rows with .filter(..).";

    private final String resource;
    private final TableChoice choice;
    private final Naming naming;
    private final Map<String, String> remembered = new HashMap<>();

    /** The key of the rows that becomes the column, where it is written in another way; null while none was met. */
    private @Nullable String alias;

    RowTables(String resource, TableChoice choice, Naming naming) {
        this.resource = resource;
        this.choice = choice;
        this.naming = naming;
    }

    /**
     * The normalized name of the row's table.
     *
     * @param number of the row, from 1, for errors
     * @throws PipetteException RESOURCE_FAILED for a row that names none, NAME_COLLISION for a bookkeeping table's name
     */
    String of(Map<String, Object> row, long number) {
        Object value = switch (choice) {
            case TableChoice.OfColumn byColumn -> value(row, byColumn.column());
            case TableChoice.OfRow function -> function.name().apply(row);
        };
        String text = text(value, number);
        String known = remembered.get(text);
        if (known != null) {
            return known;
        }
        String name = named(text, number);
        if (remembered.size() < MOST_REMEMBERED) {
            remembered.put(text, name);
        }
        return name;
    }

    private @Nullable Object value(Map<String, Object> row, String column) {
        Object value = row.get(column);
        if (value == null) {
            value = row;
            for (String key : column.split("\\.", -1)) {
                value = value instanceof Map<?, ?> object ? object.get(key) : null;
            }
        }
        return value == null ? aliased(row, column) : value;
    }

    /** The value of the key that becomes the column; names are normalized once, as long as rows have the same keys. */
    private @Nullable Object aliased(Map<String, Object> row, String column) {
        String known = alias;
        if (known == null || !row.containsKey(known)) {
            String name = naming.key(column);
            known = row.keySet().stream()
                    .filter(key -> naming.key(key).equals(name))
                    .findFirst()
                    .orElse(null);
            alias = known;
        }
        return known == null ? null : row.get(known);
    }

    private String text(@Nullable Object value, long number) {
        if (value == null) {
            throw failed(
                    number,
                    switch (choice) {
                        case TableChoice.OfColumn byColumn ->
                            "the row has no value in column '" + byColumn.column() + "', which names its table."
                                    + WAY_OUT;
                        case TableChoice.OfRow _ ->
                            ".tableBy(..) returned null. Return the name of a table, or drop such rows with .filter(..).";
                    });
        }
        String text = value.toString();
        if (value instanceof Map || value instanceof Collection) {
            throw failed(
                    number,
                    "'" + shown(text) + "'" + whence() + " is " + (value instanceof Map ? "an object" : "a list")
                            + " and not the name of a table." + WAY_OUT);
        }
        if (text.isBlank()) {
            throw failed(number, "'" + text + "'" + whence() + " is blank, and names its table." + WAY_OUT);
        }
        return text;
    }

    private String named(String text, long number) {
        String name = naming.identifier(text);
        if (ReservedNames.prefixOf(name).isPresent()) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    "resource " + resource + ", row " + number + ": '" + shown(text) + "'" + whence()
                            + " becomes table " + name
                            + ", which is a bookkeeping table's name. Give the row another with .map(..), or drop such"
                            + " rows with .filter(..).");
        }
        return name;
    }

    private String whence() {
        return switch (choice) {
            case TableChoice.OfColumn byColumn -> " in column '" + byColumn.column() + "'";
            case TableChoice.OfRow _ -> ", which .tableBy(..) returned,";
        };
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private PipetteException failed(long number, String what) {
        return new PipetteException(
                ErrorCode.RESOURCE_FAILED, "resource " + resource + ", row " + number + ": " + what);
    }
}
