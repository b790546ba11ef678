package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.inline;

import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Updates the rows that are there by arriving ones with the same key; what is nested in them is replaced. */
final class RowUpdate {
    private static final String ARRIVING = KeyedRows.ARRIVING;

    private final WriteTools tools;
    private final ResourceLoad resource;
    private final KeyedRows keyed;

    RowUpdate(WriteTools tools, ResourceLoad resource) {
        this.tools = tools;
        this.resource = resource;
        this.keyed = new KeyedRows(tools, resource);
    }

    Arrivals apply(LeftOut loadedBefore) {
        LeftOut winners = keyed.winners(loadedBefore, ORDINAL.desc());
        Optional<Table<Record>> deleting = keyed.deleting(winners);
        LeftOut living = deleting.map(winners::and).orElse(winners);
        Optional<Table<Record>> same = keyed.same(living);
        LeftOut written = same.map(living::and).orElse(living);
        Map<String, Long> deleted =
                deleting.isEmpty() ? Map.of() : tools.delete().where(resource, keyed.hasKeyOf(deleting.get()));
        return tools.isThere(resource.table())
                ? updated(written, deleted, same)
                : Arrivals.replacing(written, deleted, 0, same);
    }

    private Arrivals updated(LeftOut written, Map<String, Long> deleted, Optional<Table<Record>> same) {
        Table<Record> matched = keyed.matched(written);
        long there = tools.session().dsl().fetchCount(matched);
        if (there == 0) {
            return Arrivals.replacing(written, deleted, 0, same);
        }
        long arriving = keyed.countMatched(matched, LeftOut.NONE);
        // of rows that an append left with one key, one stays; and rows may swap the values of another unique key
        if (there > arriving || hasAnotherUniqueKey()) {
            Map<String, Long> replaced =
                    tools.delete().where(resource, keyed.hasKeyOf(matched), matched, KeyedRows.MATCHED_ID);
            return Arrivals.replacing(written, NestedDelete.plus(deleted, replaced), arriving, same);
        }
        Map<String, Long> nested = tools.delete().nestedIn(resource, matched, KeyedRows.MATCHED_ID);
        tools.session()
                .update(
                        keyed.target(),
                        values(),
                        keyed.rows().as(ARRIVING),
                        keyed.same(ARRIVING).and(written.without(KeyedRows.qualified(ARRIVING, ORDINAL))));
        return new Arrivals(
                written.and(matched), written, NestedDelete.plus(deleted, nested), arriving, arriving, same);
    }

    /** Whether the table has a unique key by which an updated row may collide with one that is updated after it. */
    private boolean hasAnotherUniqueKey() {
        List<String> key = resource.disposition().primaryKey();
        return tools.session()
                .details(tools.dataset(), resource.table())
                .filter(details -> Stream.concat(Stream.of(details.primaryKey()), details.uniqueKeys().stream())
                        .anyMatch(unique -> !unique.isEmpty() && !unique.containsAll(key)))
                .isPresent();
    }

    /** All columns that are ours; those that no arriving row has become NULL. */
    private Map<Field<Object>, Field<Object>> values() {
        PreparedTable prepared = Objects.requireNonNull(tools.prepared().get(resource.table()));
        Set<String> key = new HashSet<>(resource.disposition().primaryKey());
        Map<Field<Object>, Field<Object>> values = new LinkedHashMap<>();
        for (Column column : prepared.columns()) {
            if (!key.contains(column.name())) {
                Field<Object> field = RowFields.column(column.name());
                values.put(field, KeyedRows.qualified(ARRIVING, field));
            }
        }
        Set<String> ours = new HashSet<>();
        tools.schema().table(resource.table()).map(TableSchema::columnNames).ifPresent(ours::addAll);
        for (TableColumn there : tools.existing().getOrDefault(resource.table(), List.of())) {
            if (ours.contains(there.name()) && !key.contains(there.name())) {
                values.putIfAbsent(RowFields.column(there.name()), inline((Object) null));
            }
        }
        return values;
    }
}
