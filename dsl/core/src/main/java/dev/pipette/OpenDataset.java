package dev.pipette;

import dev.pipette.spi.DestinationSession;
import org.jooq.CloseableDSLContext;
import org.jooq.Configuration;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.impl.DefaultDSLContext;

/** jOOQ's context over a session that closes with it. */
final class OpenDataset extends DefaultDSLContext implements CloseableDSLContext {
    private static final long serialVersionUID = 1L;

    private final transient DestinationSession session;

    OpenDataset(DestinationSession session) {
        super(prepared(session.dsl().configuration()));
        this.session = session;
    }

    /** A person's statements are prepared, so that an error shows none of their values, and a value may be any text. */
    private static Configuration prepared(Configuration own) {
        return own.derive(SettingsTools.clone(own.settings()).withStatementType(StatementType.PREPARED_STATEMENT));
    }

    @Override
    public void close() {
        session.close();
    }
}
