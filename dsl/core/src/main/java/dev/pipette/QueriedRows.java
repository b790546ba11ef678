package dev.pipette;

import dev.pipette.engine.columnar.DriverValues;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.json.JsonRows;
import dev.pipette.rows.Rows;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Data;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.types.Interval;
import org.jooq.types.UByte;
import org.jooq.types.UInteger;
import org.jooq.types.ULong;
import org.jooq.types.UShort;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a query gave, {@link Rows} and those of jOOQ, as rows of a resource: a column has the name that it has in the
 * result, and values keep what they are. A timestamp without a zone stays one in every time zone of the JVM, JSON becomes the
 * document that it is the writing of, and a nested record or result becomes an object or a list. The end of a day, {@code
 * 24:00:00}, is text, because no time of Java is it.
 */
final class QueriedRows {
    private QueriedRows() {}

    /** A row of a query as a map; any other row as it is. */
    static @Nullable Object plain(@Nullable Object row) {
        return row instanceof Record queried ? map(queried) : row;
    }

    private static Map<String, @Nullable Object> map(Record queried) {
        Map<String, @Nullable Object> row = LinkedHashMap.newLinkedHashMap(queried.size());
        for (Field<?> field : queried.fields()) {
            if (row.containsKey(field.getName())) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "a row of the query has two columns with the name '" + field.getName()
                                + "'. Give one of them another name in the query: AS other_name.");
            }
            row.put(field.getName(), value(queried.get(field)));
        }
        return row;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Record nested -> map(nested);
            case Result<?> nested -> nested.stream().map(QueriedRows::map).toList();
            case JSON document -> document(document.data());
            case JSONB document -> document(document.data());
            case Data text -> text.data();
            case EnumType constant -> constant.getLiteral();
            case ULong number -> number.toBigInteger();
            case UInteger number -> number.longValue();
            case UShort number -> number.intValue();
            case UByte number -> number.intValue();
            case Interval interval -> interval.toString();
            case Timestamp timestamp -> timestamp.toLocalDateTime();
            case LocalTime time when time.equals(LocalTime.MAX) -> "24:00:00";
            case byte[] bytes -> bytes;
            case Object[] array -> list(array);
            case Array array -> driver(array);
            case Struct struct -> driver(struct);
            default -> value;
        };
    }

    private static List<@Nullable Object> list(Object[] array) {
        List<@Nullable Object> list = new ArrayList<>(array.length);
        for (Object element : array) {
            list.add(value(element));
        }
        return list;
    }

    private static @Nullable Object driver(Object value) {
        try {
            return DriverValues.plain(value);
        } catch (SQLException failed) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "a value of the query cannot be read any more: " + failed.getMessage()
                            + ". Read the rows while the connection is open.",
                    failed);
        }
    }

    /** The text of a column of JSON, which may also be a number, a text or null. */
    private static @Nullable Object document(String text) {
        try (var rows = JsonRows.of("{\"value\": " + text + "}")) {
            return rows.findFirst().orElseThrow().get("value");
        }
    }
}
