package dev.pipette.engine.load.bookkeeping;

import dev.pipette.spi.DestinationSession;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.conf.MappedCatalog;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;

/** Maps the generated classes of the bookkeeping tables, which name no schema, to the tables of one dataset. */
final class DatasetMapping {
    private static final String NONE = "";

    private DatasetMapping() {}

    /**
     * A context for statements with the generated classes. Other tables need a schema in their name there: one without is
     * taken for the dataset's.
     */
    static DSLContext of(DestinationSession session, String dataset) {
        return of(session.dsl().configuration(), session.qualified(dataset, "any"));
    }

    /** @param table any table of the dataset, with its schema and, where the destination has them, its catalog */
    static DSLContext of(Configuration own, Name table) {
        Name[] parts = table.parts();
        MappedSchema schema = new MappedSchema().withInput(NONE).withOutput(parts[parts.length - 2].last());
        RenderMapping mapping = parts.length == 2
                ? new RenderMapping().withSchemata(schema)
                : new RenderMapping()
                        .withCatalogs(new MappedCatalog()
                                .withInput(NONE)
                                .withOutput(parts[0].last())
                                .withSchemata(schema));
        return DSL.using(own.derive(SettingsTools.clone(own.settings()).withRenderMapping(mapping)));
    }
}
