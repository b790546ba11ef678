package dev.pipette.engine.load.apply;

import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.Schema;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the row of a package that the destination refused, and says which it is and what it holds. */
final class RefusedRows {
    private static final int LONGEST = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final DestinationSession session;
    private final String dataset;
    private final PackageReader reader;
    private final Schema schema;

    /** @param schema as the load makes it, with the keys of the tables */
    RefusedRows(DestinationSession session, String dataset, PackageReader reader, Schema schema) {
        this.schema = schema;
        this.session = session;
        this.dataset = dataset;
        this.reader = reader;
    }

    /**
     * What was being done when the destination refused a row: {@code insert row 3 (id = 1) into shop.orders}. Empty where
     * the exception is not about rows.
     *
     * @param found the number of the row in the package's table, from 1, where it is known already
     */
    Optional<String> describe(PreparedTable target, Exception refused, OptionalLong found) {
        String table = target.plan().table().name();
        return session.refusal(session.qualified(dataset, table), refused)
                .map(refusal ->
                        "insert " + row(target, named(refusal, target), found) + " into " + dataset + "." + table);
    }

    /** Whether an exception is about a row, and it cannot be found out which. */
    boolean isHidden(PreparedTable target, Exception refused) {
        return session.refusal(session.qualified(dataset, target.plan().table().name()), refused)
                .filter(refusal -> number(target, named(refusal, target)).isEmpty())
                .isPresent();
    }

    /**
     * Where the destination names only the values of a key, it means one that two rows of the load have with these values. Where
     * none is known, because another pipeline declared it, no column is named.
     */
    private Refusal named(Refusal refusal, PreparedTable target) {
        if (!refusal.columns().isEmpty() || refusal.values().isEmpty()) {
            return refusal;
        }
        List<String> values = refusal.values();
        PackageTable table = target.plan().table();
        List<List<String>> keys = keys(target)
                .filter(key -> key.size() == values.size())
                .distinct()
                .toList();
        return keys.stream()
                .filter(key -> reader.isRepeated(table, key, values))
                .findFirst()
                .map(key -> new Refusal(key, values))
                .orElse(refusal);
    }

    /** The keys of the resource and of the table. */
    private Stream<List<String>> keys(PreparedTable target) {
        List<List<String>> keys = new ArrayList<>();
        keys.add(target.resource().rowKey());
        schema.table(target.plan().table().name()).ifPresent(table -> {
            keys.add(table.columnsWith(Column::primaryKey).stream()
                    .map(Column::name)
                    .toList());
            keys.addAll(KeyHints.uniqueKeys(table));
            table.columnsWith(Column::unique).forEach(column -> keys.add(List.of(column.name())));
        });
        return keys.stream();
    }

    private String row(PreparedTable target, Refusal refusal, OptionalLong found) {
        PackageTable table = target.plan().table();
        List<String> columns = columns(table, refusal);
        OptionalLong number = found.isPresent() ? found : number(target, refusal);
        String which = number.isPresent() ? "row " + number.getAsLong() : "a row";
        List<String> values = refusal.values();
        if (columns.isEmpty()) {
            return values.isEmpty() ? which : which + " (key " + String.join(", ", values) + ")";
        }
        if (values.isEmpty() && number.isPresent() && table.columns().containsAll(columns)) {
            values = reader.valuesAt(table, number.getAsLong(), columns);
        } else if (values.isEmpty()) {
            return which + ", column " + String.join(", ", columns) + ",";
        }
        return which + " (" + pairs(columns, values) + ")";
    }

    private static List<String> columns(PackageTable table, Refusal refusal) {
        return refusal.columns().isEmpty() && refusal.broken().isPresent()
                ? table.columns().stream()
                        .filter(column -> mentions(refusal.broken().get(), column))
                        .toList()
                : refusal.columns();
    }

    private static boolean mentions(String expression, String column) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(column) + "(?!\\w)", Pattern.CASE_INSENSITIVE)
                .matcher(expression)
                .find();
    }

    private OptionalLong number(PreparedTable target, Refusal refusal) {
        PackageTable table = target.plan().table();
        if (refusal.place().isPresent()) {
            PackageQuery query = reader.query(table);
            CursorLoad cursor = target.resource().cursor();
            if (cursor != null && cursor.kind() != null && !table.isNested()) {
                query.within(cursor, cursor.kind());
            }
            return reader.rowAt(query, refusal.place().getAsLong());
        }
        if (refusal.broken().isPresent()) {
            return reader.firstWithout(target.query(), refusal.broken().get());
        }
        boolean known = !refusal.columns().isEmpty()
                && (refusal.values().isEmpty()
                        || refusal.values().size() == refusal.columns().size());
        return known ? reader.lastRowWith(table, refusal.columns(), refusal.values()) : OptionalLong.empty();
    }

    private static String pairs(List<String> columns, List<String> values) {
        List<String> pairs = new ArrayList<>();
        IntStream.range(0, columns.size())
                .forEach(index -> pairs.add(columns.get(index) + " = " + readable(values.get(index))));
        return String.join(", ", pairs);
    }

    private static String readable(String value) {
        String shown = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
        return CONTROL.matcher(shown).replaceAll("?");
    }
}
