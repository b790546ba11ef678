package dev.pipette.engine.load.apply;

import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.DestinationSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * What the write dispositions of a package work with.
 *
 * @param existing the dataset's tables as the catalogue had them before the schema was changed
 * @param schema after the changes
 * @param prepared the tables that rows arrive for
 * @param staged the rows that are at the destination already, by table; grows while the package is staged
 * @param delete takes rows away with what is nested in them
 * @param loadedAt the time of the package
 */
record WriteTools(
        DestinationSession session,
        String dataset,
        Map<String, List<TableColumn>> existing,
        Schema schema,
        Map<String, PreparedTable> prepared,
        Map<String, Table<Record>> staged,
        NestedDelete delete,
        Instant loadedAt) {
    /** A table of the dataset. */
    Table<Record> in(String tableName) {
        return DSL.table(session.qualified(dataset, tableName));
    }

    /** Whether the table was there before the load. */
    boolean isThere(String tableName) {
        return existing.containsKey(tableName);
    }

    /** The arriving rows of a table. */
    Optional<Table<Record>> arriving(String tableName) {
        return Optional.ofNullable(staged.get(tableName));
    }

    /** The arriving rows of a resource's root table. */
    Table<Record> roots(ResourceLoad resource) {
        return Objects.requireNonNull(staged.get(resource.table()));
    }

    /** The tables nested in a resource's, parents first. */
    List<TableSchema> nested(ResourceLoad resource) {
        return schema.tableTree(resource.table()).stream()
                .filter(TableSchema::isNested)
                .toList();
    }
}
