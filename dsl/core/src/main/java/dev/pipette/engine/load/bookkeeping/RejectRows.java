package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_REJECTS;

import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.RejectedRows;
import dev.pipette.spi.DestinationSession;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** Adds the rows of a resource. */
    public void add(ResourceLoad resource, RejectedRows rows) {
        bookkeeping.makeOnFirstUse(PIPETTE_REJECTS);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PIPETTE_REJECTS.LOAD_ID.getName(), manifest.loadId());
        texts.put(PIPETTE_REJECTS.PIPELINE_NAME.getName(), manifest.pipeline());
        texts.put(PIPETTE_REJECTS.RESOURCE_NAME.getName(), resource.name());
        texts.put(PIPETTE_REJECTS.TABLE_NAME.getName(), resource.table());
        session.append(
                session.qualified(manifest.dataset(), PIPETTE_REJECTS.getName()),
                rows.rejects(texts, Map.entry(PIPETTE_REJECTS.INSERTED_AT.getName(), now.toString())));
    }
}
