package dev.pipette.engine.extract;

import dev.pipette.engine.files.TakenColumns;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.spi.Mask;
import dev.pipette.spi.RowStep;
import dev.pipette.text.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a resource that select, exclude, rename and mask columns: for the rows that Java reads, and for the headers of
 * files that pack takes as they are. A step's name means the key that is spelled so, and each key that becomes a column of
 * this name. For one thread.
 */
public final class ColumnSteps implements TakenColumns {
    private static final int NAMES_SHOWN = 20;
    private static final String HIDDEN =
            " What its first line has is not shown, because columns are masked. Where the first line"
                    + " is a row, say so with csvFormat().withoutHeader() (--no-header).";

    /** Keys whose fate is remembered; rows whose keys are data have more, and heap must not grow with them. */
    private static final int MOST_REMEMBERED = 10_000;

    private final ResourcePlan resource;
    private final Naming naming;
    private final Map<Integer, Step> steps = new LinkedHashMap<>();
    private final List<Step> leading = new ArrayList<>();
    private boolean seesHeaders;
    private boolean seesRows;
    private boolean maskedBefore;
    private boolean namesAreText;

    /**
     * What the steps of a slice met, as it travels to the process that looks at all slices.
     *
     * @param seesHeaders whether a file named its columns
     * @param seesRows whether there was a row
     * @param namesAreText whether the names are the first line of a text
     * @param remembered by the index of the step, what became of each column; null where it was left out
     * @param found by the index of the step, the names that it names and that were there
     */
    public record Met(
            boolean seesHeaders,
            boolean seesRows,
            boolean namesAreText,
            Map<Integer, Map<String, @Nullable String>> remembered,
            Map<Integer, Set<String>> found) {}

    /** A step, and what it met. */
    private static final class Step {
        private final RowStep.OfColumns step;
        private final Map<String, Optional<String>> remembered = new HashMap<>();
        private final Set<String> found = new HashSet<>();

        Step(RowStep.OfColumns step) {
            this.step = step;
        }

        void join(Step other) {
            found.addAll(other.found);
            other.remembered.forEach((key, fate) -> {
                if (remembered.size() < MOST_REMEMBERED) {
                    remembered.put(key, fate);
                }
            });
        }
    }

    ColumnSteps(ResourcePlan resource, Naming naming) {
        this.resource = resource;
        this.naming = naming;
        boolean first = true;
        for (int index = 0; index < resource.steps().size(); index++) {
            if (resource.steps().get(index) instanceof RowStep.OfColumns ofColumns) {
                Step step = new Step(ofColumns);
                steps.put(index, step);
                if (first) {
                    leading.add(step);
                }
            } else {
                first = false;
            }
        }
    }

    /** How the names of the columns are normalized. */
    Naming naming() {
        return naming;
    }

    /** Whether pack can do what the steps do: give rows constants, and before that choose and rename columns. */
    boolean canBeColumnar() {
        return leading.size() == steps.size()
                && resource.steps().stream()
                        .allMatch(step -> step instanceof RowStep.OfColumns || step instanceof RowStep.Constant);
    }

    /** Applies the step of this index to a row. Columns that Pipette gave the row stay. */
    @SuppressWarnings("NullAway") // a row may have no value in a column
    Map<String, Object> applied(int index, Map<String, Object> row, @Nullable AddedColumns given) {
        seesRows = true;
        Step step = java.util.Objects.requireNonNull(steps.get(index));
        Map<String, Object> changed = LinkedHashMap.newLinkedHashMap(row.size());
        RowStep.Masked masked = maskedBefore && leading.contains(step) ? null : masked(step);
        row.forEach((key, value) -> {
            boolean isGiven = given != null && given.gives(key);
            Optional<String> after = isGiven ? Optional.of(key) : after(step, key);
            Object kept = masked != null && !isGiven && isNamed(masked, key) ? mask(masked.mask(), value) : value;
            after.ifPresent(name -> put(changed, name, kept));
        });
        return changed;
    }

    private static RowStep.@Nullable Masked masked(Step step) {
        return step.step instanceof RowStep.Masked masked ? masked : null;
    }

    private boolean isNamed(RowStep.Masked masked, String key) {
        return masked.column().equals(key) || masked.column().equals(naming.key(key));
    }

    private static @Nullable Object mask(Mask mask, @Nullable Object value) {
        String text = MaskedText.of(value);
        return text == null ? null : mask.of(text);
    }

    /**
     * The masks of the header's columns by the steps that come before all others, in their order.
     *
     * @param header names of columns
     */
    Map<String, List<Mask>> masks(Collection<String> header) {
        Map<String, List<Mask>> masks = new LinkedHashMap<>();
        for (String field : header) {
            Optional<String> name = Optional.of(field);
            for (Step step : leading) {
                RowStep.Masked masked = masked(step);
                if (masked != null
                        && name.filter(known -> isNamed(masked, known)).isPresent()) {
                    masks.computeIfAbsent(field, column -> new ArrayList<>()).add(masked.mask());
                }
                name = name.flatMap(known -> after(step, known));
            }
        }
        return masks;
    }

    /** Says that the names of columns are the first line of a text: it may be a row, whose values are to be masked. */
    void namesAreText() {
        namesAreText = true;
    }

    /** Whether no error shows the names of columns. */
    boolean hidesNames() {
        return namesAreText && masks();
    }

    /** Whether any step masks a column. */
    boolean masks() {
        return steps.values().stream().anyMatch(step -> masked(step) != null);
    }

    /** Whether a step before all others masks a column. */
    boolean masksFirst() {
        return leading.stream().anyMatch(step -> masked(step) != null);
    }

    /** Whether the rows that come have the masks of the steps before all others already. */
    void maskedBefore(boolean masked) {
        maskedBefore = masked;
    }

    /** What the header's columns become by the steps that come before all others. */
    @Override
    public Map<String, String> of(Collection<String> header) {
        seesHeaders = true;
        Map<String, String> taken = new LinkedHashMap<>();
        Map<String, String> fields = new HashMap<>();
        for (String field : header) {
            leadingName(field).ifPresent(known -> {
                put(fields, known, field);
                taken.put(field, known);
            });
        }
        if (taken.isEmpty() && !header.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + ": no column of the input is left to load."
                            + (hidesNames() ? HIDDEN : " It has: " + some(header) + "."));
        }
        return taken;
    }

    /** What a column becomes by the steps that come before all others; empty where they leave it out. */
    Optional<String> leadingName(String column) {
        Optional<String> name = Optional.of(column);
        for (Step step : leading) {
            name = name.flatMap(known -> after(step, known));
        }
        return name;
    }

    @Override
    public void headersRead() {
        List<String> _ = check(); // throws at the first unknown name
    }

    /** Takes in what the same steps met in another slice. */
    void join(ColumnSteps other) {
        seesHeaders |= other.seesHeaders;
        seesRows |= other.seesRows;
        namesAreText |= other.namesAreText;
        other.steps.forEach((index, step) ->
                java.util.Objects.requireNonNull(steps.get(index)).join(step));
    }

    /** What the steps met. */
    Met met() {
        Map<Integer, Map<String, @Nullable String>> remembered = new LinkedHashMap<>();
        Map<Integer, Set<String>> found = new LinkedHashMap<>();
        steps.forEach((index, step) -> {
            Map<String, @Nullable String> fates = new LinkedHashMap<>();
            step.remembered.forEach((key, fate) -> fates.put(key, fate.orElse(null)));
            remembered.put(index, fates);
            found.put(index, step.found);
        });
        return new Met(seesHeaders, seesRows, namesAreText, remembered, found);
    }

    /** Takes in what the same steps met in a slice that another process read. */
    void join(Met met) {
        ColumnSteps other = new ColumnSteps(resource, naming);
        other.seesHeaders = met.seesHeaders();
        other.seesRows = met.seesRows();
        other.namesAreText = met.namesAreText();
        other.steps.forEach((index, step) -> {
            met.remembered()
                    .getOrDefault(index, Map.of())
                    .forEach((key, fate) -> step.remembered.put(key, Optional.ofNullable(fate)));
            step.found.addAll(met.found().getOrDefault(index, Set.of()));
        });
        join(other);
    }

    private <V> void put(Map<String, V> columns, String name, V value) {
        if (columns.containsKey(name)) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    "resource " + resource.name() + ": two columns have the name '" + name
                            + "' after .rename(..). Choose another new name.");
        }
        columns.put(name, value);
    }

    private Optional<String> after(Step step, String key) {
        Optional<String> known = step.remembered.get(key);
        if (known == null) {
            known = decided(step, key);
            if (step.remembered.size() < MOST_REMEMBERED) {
                step.remembered.put(key, known);
            }
        }
        return known;
    }

    private Optional<String> decided(Step step, String key) {
        Collection<String> names = step.step.names();
        String named = names.contains(key) ? key : naming.key(key);
        if (!names.contains(named)) {
            return step.step.keepsOthers() ? Optional.of(key) : Optional.empty();
        }
        step.found.add(named);
        return step.step instanceof RowStep.Select ? Optional.of(key) : step.step.named(named);
    }

    /**
     * Looks for names that nothing read so far has. Where the files have headers, that is an error. Keys of JSON documents
     * and of Java's rows may be absent from all rows of one run: there a name is an error that is almost one of the keys.
     *
     * @return what there is to say of the others
     * @throws PipetteException BAD_USAGE for the first unknown name
     */
    List<String> check() {
        List<String> notes = new ArrayList<>(masksOfNothing());
        if (!seesHeaders && !seesRows) {
            return notes; // what is known by now are folders only
        }
        for (Step step : steps.values()) {
            Set<String> known = step.remembered.keySet();
            for (String name : known.isEmpty() ? List.<String>of() : step.step.names()) {
                if (step.found.contains(name)) {
                    continue;
                }
                Optional<String> earlier = changedEarlier(step, name);
                String near = earlier.isPresent() || hidesNames() ? "" : NearestName.question(name, known);
                String problem = "resource " + resource.name() + ": " + step.step + " names column '" + name
                        + "', which "
                        + earlier.orElseGet(() -> "the input does not have."
                                + (hidesNames() ? HIDDEN : near.isEmpty() ? " It has: " + some(known) + "." : near));
                if (seesHeaders || !near.isEmpty() || masked(step) != null) {
                    throw new PipetteException(ErrorCode.BAD_USAGE, problem);
                }
                notes.add(problem);
            }
        }
        return notes;
    }

    /** What an earlier step did with a column of this name, in words; empty where the input does not have it. */
    private Optional<String> changedEarlier(Step step, String name) {
        for (Step earlier : steps.values()) {
            if (earlier == step) {
                break;
            }
            for (Map.Entry<String, Optional<String>> column : earlier.remembered.entrySet()) {
                boolean named = column.getKey().equals(name)
                        || naming.key(column.getKey()).equals(name);
                Optional<String> after = column.getValue();
                if (named && after.isEmpty()) {
                    return Optional.of(leftOut(earlier.step, step.step));
                }
                if (named && !after.equals(Optional.of(column.getKey()))) {
                    return after.map(renamed ->
                            earlier.step + " has renamed to '" + renamed + "'. Name it '" + renamed + "' here.");
                }
            }
        }
        return Optional.empty();
    }

    private static String leftOut(RowStep.OfColumns earlier, RowStep.OfColumns step) {
        String kept = earlier instanceof RowStep.Select ? "add it to " + earlier : "take it out of " + earlier;
        if (step instanceof RowStep.Masked) {
            return earlier + " leaves out before. A column that is not loaded needs no mask: leave its " + step
                    + " out. To load its masks, " + kept + ".";
        }
        return earlier.toString().equals(step.toString())
                ? "an earlier " + earlier + " leaves out. Name it in one of them."
                : earlier + " leaves out before. Do not name it in " + step + ", or " + kept + ".";
    }

    /** What there is to say of masks that are loaded nowhere, because a later step leaves their column out. */
    private List<String> masksOfNothing() {
        List<String> notes = new ArrayList<>();
        for (Step masking : steps.values()) {
            RowStep.Masked masked = masked(masking);
            if (masked == null) {
                continue;
            }
            String name = masked.column();
            boolean behind = false;
            for (Step later : steps.values()) {
                if (behind && later.step.names().contains(name) && later.step instanceof RowStep.Rename renamed) {
                    name = renamed.newNames().getOrDefault(name, name);
                } else if (behind && isLeftOut(later.step, name)) {
                    notes.add("resource " + resource.name() + ": column '" + masked.column() + "' is masked by "
                            + masked
                            + " and then left out by " + later.step + ", so that neither its values nor its masks are"
                            + " loaded. Leave " + masked + " out");
                    break;
                }
                behind |= later == masking;
            }
        }
        return notes;
    }

    private boolean isLeftOut(RowStep.OfColumns step, String name) {
        boolean named = step.names().stream()
                .anyMatch(other -> other.equals(name) || naming.key(other).equals(name));
        return step instanceof RowStep.Exclude && named || step instanceof RowStep.Select && !named;
    }

    private static String some(Collection<String> names) {
        return names.stream().sorted().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN ? ", .." : "");
    }
}
