package dev.pipette.engine.slice;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receipt in a shape that a JSON document has: what a process that read a slice leaves for the one that loads.
 *
 * @param tables by normalized name
 * @param read how many rows were read
 * @param rejects by the position of the slice
 * @param cursor how far the cursor came; null where no row showed it
 * @param files by the position of the slice
 * @param ledgerChange by which the digest of the remembered files changes
 * @param documents columns that are declared to be JSON documents
 */
public record ReceiptText(
        Map<String, TableReceipt> tables,
        long read,
        Map<Integer, RejectedLines> rejects,
        @Nullable End cursor,
        Map<Integer, List<FilesLoad.FileLoad>> files,
        long ledgerChange,
        Set<String> documents) {
    /**
     * How far the cursor came.
     *
     * @param value as the state keeps it, with its type
     * @param written as the source wrote it, with its type; null where no row has it
     */
    public record End(
            LastValue lastValue,
            CursorKind kind,
            String value,
            boolean moved,
            @Nullable String written,
            int slice,
            long rows) {}

    /** The document of a receipt. */
    public static ReceiptText of(SliceReceipt receipt) {
        return new ReceiptText(
                receipt.tables(),
                receipt.read(),
                receipt.rejects(),
                receipt.cursor().map(ReceiptText::end).orElse(null),
                receipt.files(),
                receipt.ledgerChange(),
                receipt.documents());
    }

    private static End end(CursorEnd end) {
        return new End(
                end.lastValue(),
                end.kind(),
                TypedText.of(end.value()),
                end.moved(),
                end.written() == null ? null : TypedText.of(end.written()),
                end.slice(),
                end.rows());
    }

    /** The receipt of the document. */
    public SliceReceipt receipt() {
        return new SliceReceipt(
                tables,
                read,
                rejects,
                Optional.ofNullable(cursor).map(ReceiptText::end),
                files,
                ledgerChange,
                documents);
    }

    private static CursorEnd end(End end) {
        Object value = TypedText.read(end.value());
        return CursorEnd.builder()
                .lastValue(end.lastValue())
                .kind(end.kind())
                .value(end.kind()
                        .read(value)
                        .orElseThrow(() -> new IllegalArgumentException("no " + end.kind() + ": " + value)))
                .moved(end.moved())
                .written(end.written() == null ? null : Objects.requireNonNull(TypedText.read(end.written())))
                .slice(end.slice())
                .rows(end.rows())
                .build();
    }
}
