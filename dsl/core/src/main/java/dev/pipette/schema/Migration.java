package dev.pipette.schema;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of columns that are there: other names, other types, columns that go. A value; {@code admin().planMigration(..)} says
 * what it would do, and {@code admin().migrate(..)} does it.
 *
 * <pre>{@code
 * Migration migration = Migration.rename("orders.cust", "customer_id")
 *     .andDrop("orders.note")
 *     .andRetype("orders.amount", decimal(12, 2));
 * pipeline.admin().migrate(migration);
 * }</pre>
 *
 * @param steps what to do; each step names the columns as they are before the migration
 */
@CheckReturnValue
public record Migration(List<Step> steps) {
    /** Nothing to do: its plan says how the destination differs from the schema. */
    public static final Migration NONE = new Migration(List.of());

    /** Copies the list. */
    public Migration {
        steps = List.copyOf(steps);
    }

    /** One change of one column. */
    public sealed interface Step {
        String table();

        String column();
    }

    /** Gives a column another name; rows that have the former name fill it as well. */
    public record Rename(String table, String column, String newName) implements Step {}

    /** Takes a column away with its values; values that still arrive for it are left out. */
    public record Drop(String table, String column) implements Step {}

    /** Gives a column another type, which every value that is there has to be converted to without loss. */
    public record Retype(String table, String column, ColumnHint type) implements Step {
        /** Refuses what is no type. */
        public Retype {
            if (type.type().isEmpty()) {
                throw refused("the new type of column '" + column + "' is missing. Name one, such as bigint()");
            }
            ColumnHint plain = type.precision().isPresent()
                    ? ColumnHint.decimal(
                            type.precision().getAsInt(), type.scale().orElse(0))
                    : ColumnHint.of(type.type().get());
            if (!type.equals(plain)) {
                throw refused("the new type of column '" + column + "' is '" + type.describe()
                        + "', and a migration changes the type alone. Leave the rest out");
            }
        }
    }

    /** Forgets that a column was dropped or renamed, so that the next values that arrive for it make it again. */
    public record Restore(String table, String column) implements Step {}

    /**
     * Gives a column another name.
     *
     * @param column with its table: {@code "orders.cust"}
     */
    public static Migration rename(String column, String newName) {
        return NONE.andRename(column, newName);
    }

    /** Takes a column away: {@code drop("orders.note")}. */
    public static Migration drop(String column) {
        return NONE.andDrop(column);
    }

    /** Gives a column another type: {@code retype("orders.amount", decimal(12, 2))}. */
    public static Migration retype(String column, ColumnHint type) {
        return NONE.andRetype(column, type);
    }

    /** Lets a column that was dropped or renamed be made again by the next values that arrive: {@code restore("orders.note")}. */
    public static Migration restore(String column) {
        return NONE.andRestore(column);
    }

    /** The same, and gives a column another name. */
    public Migration andRename(String column, String newName) {
        return and(new Rename(table(column), columnOf(column), newName));
    }

    /** The same, and takes a column away. */
    public Migration andDrop(String column) {
        return and(new Drop(table(column), columnOf(column)));
    }

    /** The same, and gives a column another type. */
    public Migration andRetype(String column, ColumnHint type) {
        return and(new Retype(table(column), columnOf(column), type));
    }

    /** The same, and lets a column that was dropped or renamed be made again. */
    public Migration andRestore(String column) {
        return and(new Restore(table(column), columnOf(column)));
    }

    private Migration and(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Migration(more);
    }

    private static String table(String column) {
        return column.substring(0, dot(column));
    }

    private static String columnOf(String column) {
        return column.substring(dot(column) + 1);
    }

    private static int dot(String column) {
        int dot = column.indexOf('.');
        if (dot < 1 || dot == column.length() - 1) {
            throw refused("'" + column + "' is not a column with its table. Write it like orders.cust");
        }
        return dot;
    }

    private static PipetteException refused(String problem) {
        return new PipetteException(ErrorCode.BAD_USAGE, problem + ".");
    }
}
