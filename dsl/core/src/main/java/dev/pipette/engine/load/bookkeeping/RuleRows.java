package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_RULES;
import static org.jooq.impl.DSL.inline;

import dev.pipette.bookkeeping.tables.records.PipetteRulesRecord;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.StoredRules;
import java.util.Optional;

/** What the resources that reject rows declare; the table is made by the first load of such a resource. */
public final class RuleRows {
    private final Bookkeeping bookkeeping;

    public RuleRows(Bookkeeping bookkeeping) {
        this.bookkeeping = bookkeeping;
    }

    /**
     * Writes down what the resources of a load declare, where that is new.
     *
     * @param rejects whether the load rejects rows that none of the rules rejects
     */
    public void add(Manifest manifest, boolean rejects) {
        for (ResourceLoad resource : manifest.resources()) {
            boolean mayReject = rejects || StoredRules.mayReject(resource);
            if (resource.replays() == null && (mayReject || bookkeeping.has(PIPETTE_RULES))) {
                add(manifest, resource, mayReject);
            }
        }
    }

    private void add(Manifest manifest, ResourceLoad resource, boolean mayReject) {
        Optional<String> known = newest(manifest.pipeline(), resource.name());
        String rules = StoredRules.of(resource).toJson();
        if (known.isEmpty() && !mayReject || known.filter(rules::equals).isPresent()) {
            return;
        }
        bookkeeping.makeOnFirstUse(PIPETTE_RULES);
        PipetteRulesRecord row = bookkeeping.dsl().newRecord(PIPETTE_RULES);
        row.setPipelineName(manifest.pipeline());
        row.setResourceName(resource.name());
        row.setLoadId(manifest.loadId());
        row.setRules(rules);
        row.insert();
    }

    /** What a resource declared in its last load; empty where no load of it might reject rows. */
    public Optional<StoredRules> read(String pipeline, String resource) {
        return newest(pipeline, resource).flatMap(StoredRules::ofJson);
    }

    private Optional<String> newest(String pipeline, String resource) {
        return bookkeeping.has(PIPETTE_RULES)
                ? bookkeeping
                        .dsl()
                        .select(PIPETTE_RULES.RULES)
                        .from(PIPETTE_RULES)
                        .where(PIPETTE_RULES.PIPELINE_NAME.eq(pipeline))
                        .and(PIPETTE_RULES.RESOURCE_NAME.eq(resource))
                        .orderBy(PIPETTE_RULES.LOAD_ID.desc())
                        .limit(inline(1))
                        .fetchOptional(PIPETTE_RULES.RULES)
                : Optional.empty();
    }
}
