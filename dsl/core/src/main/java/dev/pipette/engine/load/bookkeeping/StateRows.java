package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.DLT_LOADS;
import static dev.pipette.bookkeeping.Tables.DLT_PIPELINE_STATE;

import dev.pipette.bookkeeping.tables.DltLoads;
import dev.pipette.bookkeeping.tables.DltPipelineState;
import dev.pipette.dlt.Digest128;
import dev.pipette.schema.StateDocument;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The versions of a pipeline's state that a dataset holds, and which of them are committed. Pipette writes a state row in
 * the transaction of its load row, so its state rows are committed by being there, and people may delete old rows of
 * {@code _dlt_loads}. dlt writes the load row last, so a state row of dlt is committed by its load row only.
 */
public final class StateRows {
    private static final int ID_LENGTH = 10;

    private static final DltPipelineState STATES = DLT_PIPELINE_STATE.as("s");
    private static final DltLoads LOADS = DLT_LOADS.as("l");

    private final DSLContext dsl;
    private final boolean exist;
    private final boolean haveLoads;

    /** @param existing the tables that the dataset has, by name */
    StateRows(DestinationSession session, String dataset, Set<String> existing) {
        this.dsl = DatasetMapping.of(session, dataset);
        this.exist = existing.contains(DLT_PIPELINE_STATE.getName());
        this.haveLoads = existing.contains(DLT_LOADS.getName());
    }

    /** The id of the state row that a load of Pipette writes, by which it is known again. */
    public static String id(String loadId) {
        return Digest128.of("state " + loadId, ID_LENGTH);
    }

    /**
     * What there is of a pipeline's state.
     *
     * @param newest the highest version that is committed
     * @param doubtful a higher version of which the destination does not show whether it is
     */
    record Found(Optional<StateDocument> newest, Optional<DoubtfulState> doubtful) {}

    /** A state row without its document. */
    private record Version(long version, String loadId, String id) {
        boolean isPipettes() {
            return id.equals(StateRows.id(loadId));
        }
    }

    /** Reads what there is of a pipeline's state, with the newest committed document only. */
    Found read(String pipeline) {
        if (!exist) {
            return new Found(Optional.empty(), Optional.empty());
        }
        Condition ofPipeline = STATES.PIPELINE_NAME.eq(pipeline);
        Optional<StateDocument> highest = haveLoads ? highestIfLoaded(ofPipeline) : Optional.empty();
        return highest.isPresent() ? new Found(highest, Optional.empty()) : search(ofPipeline);
    }

    /**
     * The highest version, where its load row is there: the usual case, which one statement answers. DuckDB plans it in a third of
     * the time that it needs for {@link #hasLoad}.
     */
    private Optional<StateDocument> highestIfLoaded(Condition condition) {
        Condition isLoaded = STATES.DLT_LOAD_ID.in(DSL.select(LOADS.LOAD_ID).from(LOADS));
        return dsl.select(STATES.STATE, STATES.VERSION, DSL.field(isLoaded))
                .from(STATES)
                .where(condition)
                .orderBy(STATES.VERSION.desc(), STATES.DLT_LOAD_ID.desc())
                .limit(1)
                .fetchOptional()
                .filter(row -> Boolean.TRUE.equals(row.value3()))
                .map(row -> StateDocument.decode(row.value1()).withVersion(row.value2()));
    }

    private Found search(Condition ofPipeline) {
        Optional<StateDocument> loaded = haveLoads ? newest(ofPipeline.and(hasLoad())) : Optional.empty();
        List<Version> newer = withoutLoad(ofPipeline.and(
                loaded.map(StateDocument::version).map(STATES.VERSION::gt).orElse(DSL.noCondition())));
        Optional<Version> ours = newer.stream().filter(Version::isPipettes).findFirst();
        Optional<StateDocument> newest = ours.flatMap(found -> newest(
                        ofPipeline.and(STATES.VERSION.eq(found.version())).and(STATES.DLT_LOAD_ID.eq(found.loadId()))))
                .or(() -> loaded);
        long version = newest.map(StateDocument::version).orElse(0L);
        return new Found(
                newest,
                doubtful(newer.stream()
                        .filter(found -> found.version() > version)
                        .toList()));
    }

    /**
     * A version of dlt without a load row is doubtful where it is older than every load row there is: either people deleted
     * its load row with all older ones, or that load never came to its end. Where older load rows are there, it did not.
     */
    private Optional<DoubtfulState> doubtful(List<Version> newestFirst) {
        Optional<String> oldest = newestFirst.isEmpty() ? Optional.empty() : oldestLoad();
        return newestFirst.stream()
                .filter(found -> oldest.filter(load -> found.loadId().compareTo(load) < 0)
                        .isPresent())
                .findFirst()
                .map(found -> new DoubtfulState(found.version(), found.loadId()));
    }

    private Optional<StateDocument> newest(Condition condition) {
        return dsl.select(STATES.STATE, STATES.VERSION)
                .from(STATES)
                .where(condition)
                .orderBy(STATES.VERSION.desc(), STATES.DLT_LOAD_ID.desc())
                .limit(1)
                .fetchOptional(
                        row -> StateDocument.decode(row.get(STATES.STATE)).withVersion(row.get(STATES.VERSION)));
    }

    /** The versions whose load row is missing, the newest first. */
    private List<Version> withoutLoad(Condition condition) {
        return dsl.select(STATES.VERSION, STATES.DLT_LOAD_ID, STATES.DLT_ID)
                .from(STATES)
                .where(condition)
                .and(haveLoads ? DSL.not(hasLoad()) : DSL.noCondition())
                .orderBy(STATES.VERSION.desc(), STATES.DLT_LOAD_ID.desc())
                .fetch(row ->
                        new Version(row.get(STATES.VERSION), row.get(STATES.DLT_LOAD_ID), row.get(STATES.DLT_ID)));
    }

    private Optional<String> oldestLoad() {
        return haveLoads
                ? dsl.select(DSL.min(LOADS.LOAD_ID)).from(LOADS).fetchOptional(row -> row.value1())
                : Optional.empty();
    }

    /** The name of the schema that a load of Pipette wrote state with; empty where it wrote none. */
    Optional<String> schemaOf(String loadId) {
        if (!exist) {
            return Optional.empty();
        }
        return dsl.select(STATES.STATE)
                .from(STATES)
                .where(STATES.DLT_LOAD_ID.eq(loadId))
                .and(STATES.DLT_ID.eq(id(loadId)))
                .limit(1)
                .fetchOptional()
                .flatMap(row -> StateDocument.decode(row.get(STATES.STATE)).defaultSchemaName());
    }

    private Condition hasLoad() {
        return DSL.exists(DSL.selectOne().from(LOADS).where(LOADS.LOAD_ID.eq(STATES.DLT_LOAD_ID)));
    }
}
