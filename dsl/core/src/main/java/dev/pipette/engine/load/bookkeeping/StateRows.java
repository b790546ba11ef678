package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.DLT_LOADS;
import static dev.pipette.bookkeeping.Tables.DLT_PIPELINE_STATE;

import dev.pipette.dlt.Digest128;
import dev.pipette.schema.StateDocument;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The versions of a pipeline's state that a dataset holds, and which of them are committed. Pipette writes a state row in
 * the transaction of its load row, so its state rows are committed by being there, and people may delete old rows of
 * {@code _dlt_loads}. dlt writes the load row last, so a state row of dlt is committed by its load row only.
 */
public final class StateRows {
    private static final int ID_LENGTH = 10;

    private final DestinationSession session;
    private final Table<Record> states;
    private final Table<Record> loads;
    private final boolean exist;
    private final boolean haveLoads;

    /** @param existing the tables that the dataset has, by name */
    StateRows(DestinationSession session, String dataset, Map<String, ?> existing) {
        this.session = session;
        this.states = DSL.table(session.qualified(dataset, DLT_PIPELINE_STATE.getName()))
                .as("s");
        this.loads = DSL.table(session.qualified(dataset, DLT_LOADS.getName())).as("l");
        this.exist = existing.containsKey(DLT_PIPELINE_STATE.getName());
        this.haveLoads = existing.containsKey(DLT_LOADS.getName());
    }

    /** The id of the state row that a load of Pipette writes, by which it is known again. */
    public static String id(String loadId) {
        return Digest128.of("state " + loadId, ID_LENGTH);
    }

    /**
     * What there is of a pipeline's state.
     *
     * @param newest the highest version that is committed
     * @param doubtful a higher version of which the destination cannot tell whether it is
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
        Condition ofPipeline = of(states, DLT_PIPELINE_STATE.PIPELINE_NAME).eq(pipeline);
        Optional<StateDocument> loaded = haveLoads ? newest(ofPipeline.and(hasLoad())) : Optional.empty();
        List<Version> newer = withoutLoad(ofPipeline.and(loaded.map(StateDocument::version)
                .map(of(states, DLT_PIPELINE_STATE.VERSION)::gt)
                .orElse(DSL.noCondition())));
        Optional<Version> ours = newer.stream().filter(Version::isPipettes).findFirst();
        Optional<StateDocument> newest = ours.flatMap(found -> newest(ofPipeline
                        .and(of(states, DLT_PIPELINE_STATE.VERSION).eq(found.version()))
                        .and(of(states, DLT_PIPELINE_STATE.DLT_LOAD_ID).eq(found.loadId()))))
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
        return session.dsl()
                .select(of(states, DLT_PIPELINE_STATE.STATE), of(states, DLT_PIPELINE_STATE.VERSION))
                .from(states)
                .where(condition)
                .orderBy(
                        of(states, DLT_PIPELINE_STATE.VERSION).desc(),
                        of(states, DLT_PIPELINE_STATE.DLT_LOAD_ID).desc())
                .limit(1)
                .fetchOptional(row -> StateDocument.decode(row.value1()).withVersion(row.value2()));
    }

    /** The versions whose load row is missing, the newest first. */
    private List<Version> withoutLoad(Condition condition) {
        return session.dsl()
                .select(
                        of(states, DLT_PIPELINE_STATE.VERSION),
                        of(states, DLT_PIPELINE_STATE.DLT_LOAD_ID),
                        of(states, DLT_PIPELINE_STATE.DLT_ID))
                .from(states)
                .where(condition)
                .and(haveLoads ? DSL.not(hasLoad()) : DSL.noCondition())
                .orderBy(
                        of(states, DLT_PIPELINE_STATE.VERSION).desc(),
                        of(states, DLT_PIPELINE_STATE.DLT_LOAD_ID).desc())
                .fetch(row -> new Version(row.value1(), row.value2(), row.value3()));
    }

    private Optional<String> oldestLoad() {
        return haveLoads
                ? session.dsl()
                        .select(DSL.min(of(loads, DLT_LOADS.LOAD_ID)))
                        .from(loads)
                        .fetchOptional(row -> row.value1())
                : Optional.empty();
    }

    /** The name of the schema that a load of Pipette wrote state with; empty where it wrote none. */
    Optional<String> schemaOf(String loadId) {
        if (!exist) {
            return Optional.empty();
        }
        return session.dsl()
                .select(of(states, DLT_PIPELINE_STATE.STATE))
                .from(states)
                .where(of(states, DLT_PIPELINE_STATE.DLT_LOAD_ID).eq(loadId))
                .and(of(states, DLT_PIPELINE_STATE.DLT_ID).eq(id(loadId)))
                .limit(1)
                .fetchOptional()
                .flatMap(row -> StateDocument.decode(row.value1()).defaultSchemaName());
    }

    private Condition hasLoad() {
        return DSL.exists(DSL.selectOne()
                .from(loads)
                .where(of(loads, DLT_LOADS.LOAD_ID).eq(of(states, DLT_PIPELINE_STATE.DLT_LOAD_ID))));
    }

    private static <T> Field<T> of(Table<Record> alias, Field<T> field) {
        return DSL.field(DSL.name(alias.getName(), field.getName()), field.getDataType());
    }
}
