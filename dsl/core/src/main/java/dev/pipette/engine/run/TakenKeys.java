package dev.pipette.engine.run;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.schema.Naming;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.TableChoice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds keys and cursors of a resource that its own steps leave out, before anything is read. */
final class TakenKeys {
    private static final Naming NAMING = Naming.snakeCase(Integer.MAX_VALUE);

    /** Columns that rows of files with a file state are given. */
    private static final Set<String> GIVEN = Set.of("_file_name", "_file_date", "_row_id");

    /** The selected columns; null where all are. */
    private @Nullable Set<String> selected;

    /** Why a column is not there, by its name. */
    private final Map<String, String> reasons = new HashMap<>();

    private TakenKeys() {}

    /**
     * Checks the keys and the cursor.
     *
     * @throws PipetteException BAD_USAGE when a step leaves one of them out
     */
    static void check(ResourcePlan resource) {
        if (resource.steps().stream().noneMatch(RowStep.OfColumns.class::isInstance)) {
            return;
        }
        TakenKeys taken = new TakenKeys();
        resource.steps().forEach(taken::apply);
        Set<String> given = resource.fileState().isPresent() ? GIVEN : Set.of();
        for (String key : resource.primaryKey()) {
            taken.check(resource, "key column", key, key, given);
        }
        for (String key : resource.cursor().flatMap(Cursor::deduplicationKey).orElse(List.of())) {
            taken.check(resource, "key column", key, key, given);
        }
        resource.tableChoice()
                .filter(TableChoice.OfColumn.class::isInstance)
                .map(choice -> ((TableChoice.OfColumn) choice).column())
                .ifPresent(
                        column -> taken.check(resource, "tableBy column", column, column.split("\\.", -1)[0], given));
        resource.cursor()
                .map(Cursor::path)
                .ifPresent(path -> taken.check(resource, "cursor column", path, path.split("\\.", -1)[0], given));
    }

    private void apply(RowStep step) {
        switch (step) {
            case RowStep.Select select -> select(names(select.names()));
            case RowStep.Exclude exclude ->
                names(exclude.names()).forEach(name -> leaveOut(name, "is left out by .exclude(..). Leave it in."));
            case RowStep.Rename rename -> rename(rename.newNames());
            case RowStep.Constant constant -> add(name(constant.column()));
            case RowStep.Change _ -> {
                selected = null; // code may add any column
                reasons.clear();
            }
            case RowStep.Masked _, RowStep.Keep _, RowStep.Limit _, RowStep.TimeLimit _ -> {}
        }
    }

    private void select(Set<String> names) {
        Set<String> before = selected;
        selected = names;
        if (before != null) {
            selected.retainAll(before);
        }
    }

    private void rename(Map<String, String> newNames) {
        newNames.forEach((old, other) -> leaveOut(name(old), "is renamed to '" + other + "'. Use that name."));
        newNames.values().forEach(other -> add(name(other)));
    }

    private void leaveOut(String name, String reason) {
        reasons.put(name, reason);
        if (selected != null) {
            selected.remove(name);
        }
    }

    private void add(String name) {
        reasons.remove(name);
        if (selected != null) {
            selected.add(name);
        }
    }

    private void check(ResourcePlan resource, String what, String named, String column, Set<String> given) {
        String name = name(column);
        Set<String> only = selected;
        Optional<String> reason = Optional.ofNullable(reasons.get(name))
                .or(() -> only == null || only.contains(name) || only.contains(name(named))
                        ? Optional.empty()
                        : Optional.of("is not among the columns of .select(..). Add it there."));
        if (reason.isPresent() && !given.contains(name)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + ": " + what + " '" + named + "' " + reason.get());
        }
    }

    private static Set<String> names(List<String> columns) {
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(name(column)));
        return names;
    }

    private static String name(String column) {
        return NAMING.key(column);
    }
}
