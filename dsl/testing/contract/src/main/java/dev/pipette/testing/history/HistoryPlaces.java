package dev.pipette.testing.history;

import dev.pipette.testing.campaign.Places;
import java.util.List;

/**
 * Destinations for histories: what {@link Places} knows, the other names of a place, and how a table is made to refuse
 * rows for a while.
 */
public interface HistoryPlaces extends Places {
    /**
     * The names of one place, the usual one first: another host name of the same server, another path of the same file.
     * Each is understood by {@link #destination(String)}.
     */
    default List<String> names(String place) {
        return List.of(place);
    }

    /** The statements that make a table refuse rows; the table can still be read, as {@link #refusedName(String)}. */
    default List<String> refuse(String dataset, String table) {
        String away = dataset + "." + table;
        return List.of(
                "ALTER TABLE " + away + " RENAME TO " + refusedName(table),
                "CREATE VIEW " + away + " AS SELECT 1 AS x");
    }

    /** The statements that undo {@link #refuse(String, String)}. */
    default List<String> allow(String dataset, String table) {
        String away = dataset + "." + refusedName(table);
        return List.of("DROP VIEW " + dataset + "." + table, "ALTER TABLE " + away + " RENAME TO " + table);
    }

    /** The name under which a table that refuses rows is read. */
    default String refusedName(String table) {
        return table + "_away";
    }
}
