package dev.pipette.schema;

import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * The type that a column is declared to have; a value that does not fit it is an error, never a guess.
 *
 * <pre>{@code
 * csv("customers", Path.of("customers.csv"))
 *     .column("zip", text())
 *     .column("balance", decimal(12, 2));
 * }</pre>
 */
@Value.Immutable
@ValueStyle
public abstract class ColumnHint {
    ColumnHint() {}

    /** The type of the values. */
    public abstract ValueType type();

    /** Decimal digits, for a decimal whose size is given; otherwise the data decides. */
    public abstract OptionalInt precision();

    /** Decimal digits after the point, for a decimal whose size is given. */
    public abstract OptionalInt scale();

    public static ColumnHint of(ValueType type) {
        return ImmutableColumnHint.builder().type(type).build();
    }

    public static ColumnHint decimal(int precision, int scale) {
        return ImmutableColumnHint.builder()
                .type(ValueType.DECIMAL)
                .precision(precision)
                .scale(scale)
                .build();
    }

    @Value.Check
    void check() {
        if (precision().isPresent()
                && (precision().getAsInt() < 1
                        || precision().getAsInt() > 38
                        || scale().orElse(0) < 0
                        || scale().orElse(0) > precision().getAsInt())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "decimal(" + precision().getAsInt() + ", " + scale().orElse(0)
                            + ") is not a decimal type: the precision is 1 to 38, the scale 0 to the precision.");
        }
    }
}
