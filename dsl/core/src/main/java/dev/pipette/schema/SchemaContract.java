package dev.pipette.schema;

import com.google.errorprone.annotations.Immutable;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far a load may change the schema of its tables, and what happens to rows that would change more. A contract says it of new
 * tables, of new columns in tables that are there, and of values that do not fit the type of a column that is there.
 *
 * <pre>{@code
 * orders.contract(SchemaContract.frozen());
 * orders.contract(SchemaContract.evolving().columns(SchemaContract.Mode.DISCARD_VALUE));
 * }</pre>
 *
 * <p>A table that the load makes gets all its columns, as their values need them. Where a column cannot be left out, because rows
 * are merged or followed by it, every mode but {@code EVOLVE} refuses the load.
 *
 * @param tables for a table, root or nested, that is not there yet
 * @param columns for a column that a table does not have yet
 * @param dataTypes for values that do not fit the type of their column
 */
@Immutable
public record SchemaContract(Mode tables, Mode columns, Mode dataTypes) {
    private static final SchemaContract EVOLVING = new SchemaContract(Mode.EVOLVE, Mode.EVOLVE, Mode.EVOLVE);
    private static final SchemaContract FROZEN = new SchemaContract(Mode.FREEZE, Mode.FREEZE, Mode.FREEZE);

    /** What happens to what a schema has no place for. */
    public enum Mode {
        /** The schema gets a place for it. */
        EVOLVE,
        /** The load is refused, with all that breaks the contract in one error. */
        FREEZE,
        /** The row that has it is not loaded; the other rows are. */
        DISCARD_ROW,
        /** The value is not loaded, or the table; the rest of the row is. */
        DISCARD_VALUE;

        /** The word that dlt and the command have for it: {@code discard_row}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads {@link #toString}, also with hyphens. */
        private static Mode of(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.toString().equals(word.replace('-', '_')))
                    .findFirst()
                    .orElseThrow(() -> new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "contract mode '" + word + "' is unknown. Give one of "
                                    + Arrays.stream(values())
                                            .map(Mode::toString)
                                            .collect(Collectors.joining(", "))
                                    + "."));
        }
    }

    /** What a mode is for. */
    public enum Entity {
        /** New tables. */
        TABLES,
        /** New columns. */
        COLUMNS,
        /** Values that do not fit. */
        DATA_TYPE;

        /** The word that dlt and the command have for it: {@code data_type}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Allows every change. */
    public static SchemaContract evolving() {
        return EVOLVING;
    }

    /** Allows no change. */
    public static SchemaContract frozen() {
        return FROZEN;
    }

    /** The same with a mode for new tables. */
    public SchemaContract tables(Mode mode) {
        return new SchemaContract(mode, columns, dataTypes);
    }

    /** The same with a mode for new columns. */
    public SchemaContract columns(Mode mode) {
        return new SchemaContract(tables, mode, dataTypes);
    }

    /** The same with a mode for values that do not fit. */
    public SchemaContract dataTypes(Mode mode) {
        return new SchemaContract(tables, columns, mode);
    }

    /** The mode for one of the three. */
    public Mode mode(Entity entity) {
        return switch (entity) {
            case TABLES -> tables;
            case COLUMNS -> columns;
            case DATA_TYPE -> dataTypes;
        };
    }

    /**
     * Reads a contract from words: a mode for all, such as {@code freeze}, or modes by what they are for, such as {@code
     * columns=freeze,data_type=discard_row}; what is not named evolves.
     *
     * @throws PipetteException BAD_USAGE for words that are no contract
     */
    public static SchemaContract of(String words) {
        if (!words.contains("=")) {
            Mode mode = Mode.of(words.strip());
            return new SchemaContract(mode, mode, mode);
        }
        SchemaContract contract = EVOLVING;
        for (String part : words.split(",", -1)) {
            String[] named = part.strip().split("=", 2);
            if (named.length < 2) {
                throw unknown(part.strip());
            }
            Entity entity = Arrays.stream(Entity.values())
                    .filter(known -> known.toString().equals(named[0].replace('-', '_')))
                    .findFirst()
                    .orElseThrow(() -> unknown(named[0]));
            contract = contract.with(entity, Mode.of(named[1]));
        }
        return contract;
    }

    private static PipetteException unknown(String word) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "'" + word
                        + "' is no part of a contract. Give a mode for all, such as freeze, or modes for tables, columns or"
                        + " data_type, such as columns=freeze,data_type=discard_row.");
    }

    private SchemaContract with(Entity entity, Mode mode) {
        return switch (entity) {
            case TABLES -> tables(mode);
            case COLUMNS -> columns(mode);
            case DATA_TYPE -> dataTypes(mode);
        };
    }

    /**
     * Reads the {@code schema_contract} of a schema document of dlt.
     *
     * @param document a word, or a map of words
     * @return empty for what is neither
     */
    public static Optional<SchemaContract> fromDlt(Object document) {
        if (document instanceof String word) {
            return Optional.of(of(word));
        }
        if (!(document instanceof Map<?, ?> words)) {
            return Optional.empty();
        }
        SchemaContract contract = EVOLVING;
        for (Entity entity : Entity.values()) {
            if (words.get(entity.toString()) instanceof String word) {
                contract = contract.with(entity, Mode.of(word));
            }
        }
        return Optional.of(contract);
    }

    /** The {@code schema_contract} of a schema document of dlt: a word, or a map of those that do not evolve. */
    public Object toDlt() {
        if (tables == columns && columns == dataTypes) {
            return tables.toString();
        }
        Map<String, String> words = new LinkedHashMap<>();
        for (Entity entity : Entity.values()) {
            if (mode(entity) != Mode.EVOLVE) {
                words.put(entity.toString(), mode(entity).toString());
            }
        }
        return words;
    }

    /** What {@link #of} reads: {@code freeze}, or {@code columns=freeze,data_type=discard_row}. */
    @Override
    public String toString() {
        return toDlt() instanceof Map<?, ?> words
                ? words.entrySet().stream()
                        .map(word -> word.getKey() + "=" + word.getValue())
                        .collect(Collectors.joining(","))
                : toDlt().toString();
    }
}
