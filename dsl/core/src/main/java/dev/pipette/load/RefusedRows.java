package dev.pipette.load;

import dev.pipette.pack.CursorLoad;
import dev.pipette.pack.PackageQuery;
import dev.pipette.pack.PackageReader;
import dev.pipette.pack.PackageTable;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the row of a package that a constraint of the destination refused. */
final class RefusedRows {
    private final DestinationSession session;
    private final String dataset;
    private final PackageReader reader;

    RefusedRows(DestinationSession session, String dataset, PackageReader reader) {
        this.session = session;
        this.dataset = dataset;
        this.reader = reader;
    }

    /**
     * What was being done when the destination refused a row: {@code insert row 3 (id = 1) into shop.orders}. Empty where
     * the exception is about something else.
     */
    Optional<String> describe(PreparedTable target, Exception refused) {
        PackageTable table = target.plan().table();
        String into = "into " + dataset + "." + table.name();
        Optional<Refusal> said = session.refusal(refused);
        if (said.isPresent() && said.get().place().isPresent()) {
            return Optional.of("insert " + placed(target, said.get()) + " " + into);
        }
        return said.map(refusal -> named(refusal, target.resource()))
                .filter(refusal -> table.columns().containsAll(refusal.columns()))
                .map(refusal -> "insert " + row(table, refusal) + " " + into);
    }

    private String placed(PreparedTable target, Refusal refusal) {
        PackageTable table = target.plan().table();
        PackageQuery query = reader.query(table);
        CursorLoad cursor = target.resource().cursor();
        if (cursor != null && cursor.kind() != null && !table.isNested()) {
            query.within(cursor, cursor.kind());
        }
        return "row " + reader.rowAt(query, refusal.place().orElseThrow())
                + (refusal.columns().isEmpty() ? "" : ", column " + String.join(", ", refusal.columns()) + ",");
    }

    /** Where the destination names only the values of a key, it most likely means the key that the resource has. */
    private static Refusal named(Refusal refusal, ResourceLoad resource) {
        List<String> keys = resource.merges() ? resource.mergeKey() : resource.primaryKey();
        return refusal.columns().isEmpty() && keys.size() == refusal.values().size()
                ? new Refusal(keys, refusal.values())
                : refusal;
    }

    private String row(PackageTable table, Refusal refusal) {
        Optional<Long> row = reader.lastRowWith(table, refusal.columns(), refusal.values());
        String which = row.map(number -> "row " + number).orElse("a row");
        return refusal.columns().isEmpty() && refusal.values().isEmpty() ? which : which + " (" + key(refusal) + ")";
    }

    private static String key(Refusal refusal) {
        if (refusal.columns().isEmpty()) {
            return "key " + String.join(", ", refusal.values());
        }
        List<String> pairs = new ArrayList<>();
        for (int index = 0; index < refusal.columns().size(); index++) {
            pairs.add(refusal.columns().get(index) + " = "
                    + (refusal.values().isEmpty() ? "NULL" : refusal.values().get(index)));
        }
        return String.join(", ", pairs);
    }
}
