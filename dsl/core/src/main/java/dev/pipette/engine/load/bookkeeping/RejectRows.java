package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_REJECTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.RejectColumns;
import dev.pipette.engine.query.RejectedRows;
import dev.pipette.schema.Column;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** The rows that loads did not take, with why; the table is made by the first load that rejects one. */
public final class RejectRows {
    private final DestinationSession session;
    private final Bookkeeping bookkeeping;
    private final Manifest manifest;
    private final OffsetDateTime now;

    /** @param now the time of the load */
    public RejectRows(DestinationSession session, Bookkeeping bookkeeping, Manifest manifest, OffsetDateTime now) {
        this.session = session;
        this.bookkeeping = bookkeeping;
        this.manifest = manifest;
        this.now = now;
    }

    /**
     * Lines that a load rejects.
     *
     * @param count how many there are
     * @param keep adds them to the table
     */
    public record Lines(long count, Runnable keep) {}

    /** Adds the rows of a resource. */
    public void add(ResourceLoad resource, RejectedRows rows) {
        bookkeeping.makeOnFirstUse(PIPETTE_REJECTS);
        session.append(target(), rows.rejects(columns(resource)));
    }

    /**
     * The lines of a resource's files that could not be read. A resource with a cursor reads its files again and again: of it,
     * those that no load rejected before.
     */
    public Lines lines(ResourceLoad resource, RejectedLines found, PackageReader reader) {
        PackagedRows rows = reader.lines(found, columns(resource));
        boolean meetsAgain = resource.cursor() != null && resource.files() == null;
        if (!meetsAgain || !bookkeeping.has(PIPETTE_REJECTS)) {
            return new Lines(found.count(), () -> {
                bookkeeping.makeOnFirstUse(PIPETTE_REJECTS);
                session.append(target(), rows);
            });
        }
        Table<Record> read =
                session.relation(PIPETTE_REJECTS.getName(), rows, true).as("read");
        Condition known = of("known", PIPETTE_REJECTS.PIPELINE_NAME)
                .eq(of("read", PIPETTE_REJECTS.PIPELINE_NAME))
                .and(of("known", PIPETTE_REJECTS.RESOURCE_NAME).eq(of("read", PIPETTE_REJECTS.RESOURCE_NAME)))
                .and(of("known", PIPETTE_REJECTS.KIND).eq(of("read", PIPETTE_REJECTS.KIND)))
                .and(of("known", PIPETTE_REJECTS.PLACE).eq(of("read", PIPETTE_REJECTS.PLACE)))
                .and(of("known", PIPETTE_REJECTS.CONTENT).eq(of("read", PIPETTE_REJECTS.CONTENT)));
        Condition fresh =
                notExists(selectOne().from(DSL.table(target()).as("known")).where(known));
        int count = session.dsl().fetchCount(selectFrom(read).where(fresh));
        List<Field<Object>> fields = rows.columns().stream()
                .map(Column::name)
                .map(column -> field(name(column), Object.class))
                .toList();
        Select<?> fresher = DSL.select(rows.columns().stream()
                        .map(column -> field(name("read", column.name()), Object.class))
                        .toList())
                .from(read)
                .where(fresh);
        return new Lines(count, () -> session.insert(target(), fields, fresher));
    }

    private static Field<String> of(String alias, TableField<?, String> column) {
        return field(name(alias, column.getName()), String.class);
    }

    private Name target() {
        return session.qualified(manifest.dataset(), PIPETTE_REJECTS.getName());
    }

    private RejectColumns columns(ResourceLoad resource) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PIPETTE_REJECTS.LOAD_ID.getName(), manifest.loadId());
        texts.put(PIPETTE_REJECTS.PIPELINE_NAME.getName(), manifest.pipeline());
        texts.put(PIPETTE_REJECTS.RESOURCE_NAME.getName(), resource.name());
        texts.put(PIPETTE_REJECTS.TABLE_NAME.getName(), resource.table());
        return new RejectColumns(texts, Map.entry(PIPETTE_REJECTS.INSERTED_AT.getName(), now.toString()));
    }
}
