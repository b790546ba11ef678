package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.Target;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.Taken;
import dev.pipette.schema.ValueType;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a column and its size.
 *
 * @param precision all digits of a decimal; 0 for other types
 * @param scale digits of a decimal after the point; 0 for other types
 */
record ColumnSize(ValueType type, int precision, int scale) {
    /** The most digits that a decimal has. */
    static final int MAX_DIGITS = 38;

    /** The scale of a decimal column that the data does not ask more of; dlt's default. */
    static final int DEFAULT_SCALE = 9;

    /** A type that has no size. */
    static ColumnSize of(ValueType type) {
        return new ColumnSize(type, 0, 0);
    }

    /** What values of the column are converted to, in the column that is there. */
    Target target(Optional<TableColumn> there) {
        return new Target(type, precision, scale, there.map(TableColumn::taken).orElseGet(Taken.All::new));
    }

    /** The size of the column that is there where that cannot be changed and would be; otherwise this one. */
    ColumnSize orFixed(Optional<TableColumn> there) {
        return orThere(there.filter(TableColumn::fixed));
    }

    /** The size of the column that is there, where it has one. */
    ColumnSize orThere(Optional<TableColumn> there) {
        return there.filter(now -> now.type().isPresent() && widens(now))
                .map(now -> new ColumnSize(now.type().orElseThrow(), now.precision(), now.scale()))
                .orElse(this);
    }

    /** Whether a column that is there has to be changed to have this size. */
    boolean widens(TableColumn now) {
        if (now.wideDecimal() && type == ValueType.DECIMAL) {
            return false;
        }
        boolean otherType = now.type().filter(type::equals).isEmpty();
        boolean narrower = type == ValueType.DECIMAL && (now.precision() != precision || now.scale() != scale);
        boolean smallInteger = type == ValueType.BIGINT && now.precision() > 0 && now.precision() < 64;
        return otherType || narrower || smallInteger;
    }

    /** In words, such as {@code decimal(38,9)}. */
    String describe() {
        return type == ValueType.DECIMAL
                ? "decimal(" + precision + "," + scale + ")"
                : type.name().toLowerCase(Locale.ROOT);
    }

    /** A column of this size. */
    Column column(String name) {
        Column column = Column.of(name, type.dataType());
        if (type == ValueType.LOCAL_TIMESTAMP) {
            column = column.withTimezone(false);
        }
        boolean plain = precision == MAX_DIGITS && scale == DEFAULT_SCALE;
        return type.dataType() == DataType.DECIMAL && !plain
                ? column.withPrecision(precision).withScale(scale)
                : column;
    }
}
