package dev.pipette.jdbc;

import java.util.Optional;

/**
 * What the catalogue, or a result, says of a column.
 *
 * @param type the product's own name of the type, in capital letters
 * @param precision decimal digits, or the length of a text; 0 where the type has none
 * @param scale decimal digits after the point
 * @param nullable whether it takes NULL, where that is known
 * @param comment empty where there is none
 */
record ColumnInfo(String name, String type, int precision, int scale, Optional<Boolean> nullable, String comment) {
    ColumnInfo withType(String newType) {
        return new ColumnInfo(name, newType, precision, scale, nullable, comment);
    }
}
