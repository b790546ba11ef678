package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The data type of a column, in the vocabulary that dlt's schema documents use.
 *
 * <pre>{@code
 * DataType.of("bigint").dltName();   // "bigint"
 * }</pre>
 *
 * <p>Source of the names: {@code TDataType} in dlt 1.26, {@code dlt/common/data_types/typing.py}.
 */
public enum DataType {
    TEXT,
    DOUBLE,
    BOOL,
    TIMESTAMP,
    BIGINT,
    BINARY,
    JSON,
    DECIMAL,
    WEI,
    DATE,
    TIME;

    private static final Map<String, DataType> BY_NAME = new HashMap<>();

    static {
        for (DataType type : values()) {
            BY_NAME.put(type.dltName, type);
        }
    }

    private final String dltName = name().toLowerCase(Locale.ROOT);

    /** Returns the name of this type in a schema document, such as {@code "bigint"}. */
    public String dltName() {
        return dltName;
    }

    /**
     * Returns the type that dlt calls {@code dltName}.
     *
     * @throws PipetteException when dlt 1.26 has no such type
     */
    public static DataType of(String dltName) {
        return find(dltName)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "unknown data type \"%s\". Known types: %s."
                                .formatted(
                                        dltName,
                                        Arrays.stream(values())
                                                .map(DataType::dltName)
                                                .collect(Collectors.joining(", ")))));
    }

    /** Returns the type that dlt calls {@code dltName}, or empty when a newer dlt invented it. */
    public static Optional<DataType> find(String dltName) {
        return Optional.ofNullable(BY_NAME.get(dltName));
    }
}
