package dev.pipette.engine.extract;

import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.RejectLimits;
import dev.pipette.check.Severity;
import dev.pipette.engine.ValueStyle;
import dev.pipette.engine.manifest.ReplayedRows;
import dev.pipette.incremental.CommitInterval;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.FileState;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.Naming;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.TableHints;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.settings.Settings;
import dev.pipette.slices.ResourceOrigin;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.TableChoice;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.immutables.value.Value;

/**
 * What the engine has to know of one resource: where its rows come from, what happens to each of them, and the table that
 * they fill. The language makes it from a {@code Resource}; the engine knows no other form.
 *
 * <pre>{@code
 * ResourcePlan orders = ResourcePlan.builder()
 *         .name("orders")
 *         .tableName("orders")
 *         .source(rows)
 *         .writeDisposition(new WriteDisposition.Append())
 *         .build();
 * }</pre>
 */
@Value.Immutable
@ValueStyle
public abstract class ResourcePlan {
    ResourcePlan() {}

    /** A plan in the making. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parts of a plan. */
    public static final class Builder extends ImmutableResourcePlan.Builder {
        Builder() {}
    }

    /** The name; state is kept under it. */
    public abstract String name();

    /** The table, as given; the destination's naming rules apply to it. */
    public abstract String tableName();

    /** Which table a row goes to, where the rows go to several; empty where all go to the one above. */
    public abstract Optional<TableChoice> tableChoice();

    /** The source that the resource belongs to, where it is named. */
    public abstract Optional<String> sourceName();

    /** Where the rows come from. */
    public abstract RowSource source();

    /** What happens to each row before it is loaded, in order. */
    public abstract List<RowStep> steps();

    /** How the rows change the table. */
    public abstract WriteDisposition writeDisposition();

    /** Source names of the columns that identify a row; for merge they are its key. */
    public abstract List<String> primaryKey();

    /** The incremental cursor. */
    public abstract Optional<Cursor<?>> cursor();

    /** What is declared of columns, by source name. */
    public abstract Map<String, ColumnHint> columnHints();

    /** Those of the declared columns that only the schema of the run declares, by normalized name: rows need not have them. */
    public abstract Set<String> schemaColumns();

    /** What is declared of the table. */
    @Value.Default
    public TableHints tableHints() {
        return TableHints.none();
    }

    /** What has to hold of the rows before they are published, with source names. */
    public abstract List<Check> checks();

    /** How many rows the checks of a load may reject. */
    @Value.Default
    public RejectLimits rejectLimits() {
        return RejectLimits.NONE;
    }

    /** What happens to rows that cannot be rows of the table. */
    @Value.Default
    public BadRows badRows() {
        return BadRows.FAIL;
    }

    /** The declared time zone: days start in it, and times without an offset are read in it. */
    public abstract Optional<ZoneId> declaredZone();

    /** Whether its archives are opened as soon as the run may write; with a ledger, only those are that it does not know. */
    public final boolean opensArchivesFirst() {
        return fileState().filter(FileState::isLedger).isEmpty();
    }

    /** Whether the rows are extracted and not loaded. */
    @Value.Default
    public boolean isSkipped() {
        return false;
    }

    /** Whether of several rows with one key only the last one that a run reads is loaded. */
    public abstract boolean deduplicatesWithinRun();

    /** How far a load may change the schema. */
    public abstract Optional<SchemaContract> contract();

    /** Whether it declares something that may reject single rows; what the run and the schema say comes on top. */
    public final boolean mayReject() {
        return badRows() == BadRows.REJECT
                || contract().isPresent()
                || checks().stream().anyMatch(check -> check.severity() == Severity.REJECT);
    }

    /** How often a long load is committed on its way; empty to commit once, at its end. */
    public abstract Optional<CommitInterval> commitInterval();

    /** How many levels of objects and lists become columns and tables of their own; deeper ones are kept as JSON. */
    public abstract OptionalInt maxNesting();

    /** The rejected rows that the rows are, one for each, in their order. */
    public abstract Optional<ReplayedRows> replays();

    /** How another process makes the same resource; empty for one that only this program knows. */
    public abstract Optional<ResourceOrigin> origin();

    /** The settings that its source was opened with. */
    @Value.Auxiliary
    public abstract Optional<Settings> openedWith();

    /** What each run notes about how the resource is set up. */
    public abstract List<String> notes();

    /** The time zone in which the resource's code sees the clock: the declared one, or UTC. */
    public final ZoneId timeZone() {
        return declaredZone().orElse(ZoneOffset.UTC);
    }

    /** The declared types of columns, by normalized name. */
    public final Map<String, ValueType> declaredTypes(Naming naming) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        columnHints().forEach((name, hint) -> hint.type().ifPresent(type -> types.put(naming.key(name), type)));
        return types;
    }

    /** The name of the resource whose rows this one's are made of, where they are. */
    public final Optional<String> parent() {
        return source() instanceof RowSource.Derived derived ? Optional.of(derived.parent()) : Optional.empty();
    }

    /** How a resource of files knows which of them are loaded. */
    public final Optional<FileState> fileState() {
        return source() instanceof RowSource.Files files ? files.state() : Optional.empty();
    }
}
