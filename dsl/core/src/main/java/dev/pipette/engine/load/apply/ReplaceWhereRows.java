package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.inline;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.TableColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Puts rows in the place of those of a window; of several resources that fill one table, the first takes them away.
 *
 * @param replacing whether it takes the old rows away
 */
record ReplaceWhereRows(ResourceLoad resource, RowWindow window, WriteTools tools, boolean replacing)
        implements TableWrite {
    @Override
    public Map<String, Long> clear() {
        return replacing
                ? takesAway()
                        .map(inWindow -> tools.delete().where(resource, inWindow))
                        .orElse(Map.of())
                : Map.of();
    }

    /** Rows without a value in the column are in no window. */
    @Override
    public Optional<Condition> takesAway() {
        return tools.existing().getOrDefault(resource.table(), List.of()).stream()
                .filter(there -> there.is(window.column()))
                .findFirst()
                .map(this::inWindow);
    }

    private Condition inWindow(TableColumn there) {
        RowWindow comparable = there.type().flatMap(window::in).orElseThrow(() -> incomparable(there));
        Field<Object> column = RowFields.column(there.name());
        return switch (comparable.from()) {
            case BigDecimal from -> between(column.coerce(BigDecimal.class), from, (BigDecimal) comparable.to());
            case String from -> {
                // the order of bytes, whatever language the database sorts by
                Field<String> text = column.coerce(String.class).collate(DSL.name("C"));
                yield between(text, from, (String) comparable.to());
            }
            case Instant from -> {
                Field<Object> to = instant((Instant) comparable.to());
                yield column.ge(instant(from)).and(column.lt(to));
            }
            case LocalDate from -> between(column.coerce(LocalDate.class), from, (LocalDate) comparable.to());
            default ->
                between(column.coerce(LocalDateTime.class), (LocalDateTime) comparable.from(), (LocalDateTime)
                        comparable.to());
        };
    }

    private static <T> Condition between(Field<T> column, T from, T to) {
        return column.ge(inline(from)).and(column.lt(inline(to)));
    }

    private static Field<Object> instant(Instant instant) {
        return inline(instant.atOffset(ZoneOffset.UTC))
                .cast(SQLDataType.TIMESTAMPWITHTIMEZONE)
                .coerce(Object.class);
    }

    private PipetteException incomparable(TableColumn there) {
        return new PipetteException(
                ErrorCode.TYPE_MISMATCH,
                "replace a window of " + tools.dataset() + "." + resource.table() + ": column '" + there.name()
                        + "' is "
                        + there.sqlType() + ", and the bounds of the window " + window + " are " + window.word()
                        + ". Give bounds of the column's type in replaceWhere(..) (--replace-where).");
    }
}
