package dev.pipette.engine.extract;

import dev.pipette.engine.columnar.RowText;
import dev.pipette.engine.files.FileIdentity;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.spi.RowStep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What identifies the rows of one file that Java reads: the same as where DuckDB reads the file by itself, and computed by
 * DuckDB too. It is that of the row that is loaded, after the steps that give it columns, choose them and rename them. Code
 * that changes a row gives it another identity, which only Java can find.
 */
final class LoadedIdentity implements FileIdentity {
    private final ResourcePlan resource;
    private final Naming naming;
    private final List<String> key;
    private final UnaryOperator<String> names;
    private final @Nullable AddedColumns file;
    private final BiFunction<Integer, RowStep.Constant, Object> constants;

    /**
     * The identity of the rows of one file.
     *
     * @param key normalized names of the columns that identify a row; none for the digest of the whole row
     * @param names gives each key the name under which its column was first loaded
     * @param file the columns that its rows are given; null for none
     * @param constants makes the value of a step, by its index
     */
    LoadedIdentity(
            ResourcePlan resource,
            Naming naming,
            List<String> key,
            UnaryOperator<String> names,
            @Nullable AddedColumns file,
            BiFunction<Integer, RowStep.Constant, Object> constants) {
        this.resource = resource;
        this.naming = naming;
        this.key = key;
        this.names = names;
        this.file = file;
        this.constants = constants;
    }

    @Override
    public Optional<String> of(Map<String, String> values) {
        try {
            TreeMap<String, String> columns = new TreeMap<>();
            loaded(values).forEach((name, value) -> columns.put(names.apply(name), value.toString()));
            return Optional.of(key.isEmpty() ? RowText.digest(RowText.of(columns)) : RowText.of(ofKey(columns)));
        } catch (PipetteException onlyCodeAvoidsIt) {
            return Optional.empty(); // such as two columns of one name, one of which a .map(..) takes away
        }
    }

    private SequencedMap<String, String> ofKey(Map<String, String> columns) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        key.stream().map(names).forEach(column -> values.put(column, columns.getOrDefault(column, "NULL")));
        return values;
    }

    /** What the columns of a row hold after all steps, by their names there. */
    private Map<String, Object> loaded(Map<String, String> values) {
        Map<String, Object> row = new LinkedHashMap<>(values);
        if (file != null) {
            file.named().forEach((name, made) -> row.put(name, FileIdentity.written(made)));
        }
        return stepped(row);
    }

    private Map<String, Object> stepped(Map<String, Object> begun) {
        ColumnSteps columns = new ColumnSteps(resource, naming);
        columns.maskedBefore(true); // as the file is from which the rows are read
        Map<String, Object> row = begun;
        for (int index = 0; index < resource.steps().size(); index++) {
            switch (resource.steps().get(index)) {
                case RowStep.Constant constant ->
                    row.put(
                            constant.column(),
                            FileIdentity.written(
                                    MadeColumn.constant(constant.column(), constants.apply(index, constant), true)));
                case RowStep.OfColumns _ -> row = columns.applied(index, row, file);
                case RowStep.Change _, RowStep.Keep _, RowStep.Limit _, RowStep.TimeLimit _ -> {
                    // a row that they leave as it is has the same columns
                }
            }
        }
        return row;
    }

    /** What of a row identifies it: columns without a value do not. */
    static Map<String, Object> part(Map<String, Object> row, List<String> key, Naming naming) {
        Map<String, Object> part = new HashMap<>();
        row.forEach((name, value) -> {
            if (value != null && (key.isEmpty() || key.contains(naming.key(name)))) {
                part.put(name, value);
            }
        });
        return part;
    }
}
