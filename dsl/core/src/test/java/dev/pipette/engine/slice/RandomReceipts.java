package dev.pipette.engine.slice;

import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes receipts of the slices of one resource: few names and values, so that the receipts have much in common. */
final class RandomReceipts {
    private static final List<String> TABLES = List.of("orders", "orders__lines", "orders__notes");
    private static final List<String> COLUMNS = List.of("id", "at", "price", "value");
    private static final ValueType[] TYPES = ValueType.values();

    private final SplittableRandom random;

    /** Whether a higher value of the cursor is further. */
    private final LastValue lastValue;

    RandomReceipts(long seed) {
        this.random = new SplittableRandom(seed);
        this.lastValue = random.nextBoolean() ? LastValue.HIGHEST : LastValue.LOWEST;
    }

    /** The receipts of some slices. */
    List<SliceReceipt> ofSlices(int count) {
        List<SliceReceipt> receipts = new ArrayList<>();
        for (int slice = 0; slice < count; slice++) {
            receipts.add(ofSlice(slice));
        }
        return receipts;
    }

    private SliceReceipt ofSlice(int slice) {
        Map<String, TableReceipt> tables = new HashMap<>();
        for (String table : TABLES) {
            if (table.equals("orders") || random.nextBoolean()) {
                tables.put(table, table(table, slice, tables.size()));
            }
        }
        return SliceReceipt.builder()
                .tables(tables)
                .read(random.nextInt(1_000))
                .rejects(Map.of(slice, rejects(slice)))
                .cursor(cursor(slice))
                .files(files(slice))
                .ledgerChange(random.nextLong())
                .documents(random.nextBoolean() ? Set.of("doc" + random.nextInt(2)) : Set.of())
                .build();
    }

    private RejectedLines rejects(int slice) {
        return random.nextBoolean()
                ? RejectedLines.NONE
                : new RejectedLines(List.of("orders~" + slice + ".lines"), 1 + random.nextInt(3));
    }

    private TableReceipt table(String table, int slice, int number) {
        Appearance first = new Appearance(slice, number);
        Map<String, ColumnReceipt> columns = new HashMap<>();
        for (String column : COLUMNS) {
            if (random.nextBoolean()) {
                columns.put(column, column(new Appearance(slice, columns.size())));
            }
        }
        List<Segment> segments = new ArrayList<>();
        for (int segment = random.nextInt(3); segment > 0; segment--) {
            segments.add(new Segment(
                    slice,
                    segments.size(),
                    table + slice + "." + segments.size(),
                    random.nextInt(1, 100),
                    List.of(PackagePart.Field.read("id", ValueType.BIGINT, "c0"))));
        }
        return TableReceipt.builder()
                .first(first)
                .root(table.equals("orders"))
                .parents(table.equals("orders") ? Map.of() : Map.of(TABLES.get(random.nextInt(2)), first))
                .keepsText(random.nextInt(8) == 0)
                .columns(columns)
                .segments(segments)
                .build();
    }

    private ColumnReceipt column(Appearance first) {
        Map<ValueType, Long> values = new HashMap<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            values.put(TYPES[random.nextInt(TYPES.length)], random.nextLong(1, 100));
        }
        return ColumnReceipt.builder()
                .first(first)
                .values(values)
                .times(new TimeWriting(random.nextBoolean(), random.nextBoolean()))
                .integerDigits(random.nextInt(30))
                .scale(random.nextInt(30))
                .cutTimes(random.nextInt(3))
                .build();
    }

    private Optional<CursorEnd> cursor(int slice) {
        if (random.nextInt(4) == 0) {
            return Optional.empty();
        }
        long value = random.nextInt(3);
        @Nullable
        Object written = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> value;
            default -> "0".repeat(random.nextInt(3)) + value;
        };
        return Optional.of(CursorEnd.builder()
                .lastValue(lastValue)
                .kind(CursorKind.INTEGER)
                .value(value)
                .moved(value != 1)
                .written(written)
                .slice(slice)
                .rows(written == null ? 0 : random.nextInt(1, 10))
                .build());
    }

    private Map<Integer, List<FilesLoad.FileLoad>> files(int slice) {
        List<FilesLoad.FileLoad> files = new ArrayList<>();
        for (int file = random.nextInt(3); file > 0; file--) {
            files.add(new FilesLoad.FileLoad(
                    slice + "." + file, "", random.nextLong(1_000), "", null, random.nextInt(100), false));
        }
        return Map.of(slice, files);
    }
}
