package dev.pipette;

import dev.pipette.spi.DestinationSession;
import org.jooq.CloseableDSLContext;
import org.jooq.impl.DefaultDSLContext;

/** jOOQ's context over a session that closes with it. */
final class OpenDataset extends DefaultDSLContext implements CloseableDSLContext {
    private static final long serialVersionUID = 1L;

    private final transient DestinationSession session;

    OpenDataset(DestinationSession session) {
        super(session.dsl().configuration());
        this.session = session;
    }

    @Override
    public void close() {
        session.close();
    }
}
