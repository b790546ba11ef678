package dev.pipette.engine.load.bookkeeping;

import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import java.util.List;

/**
 * A cursor as the state of a resource has it.
 *
 * <pre>{@code
 * for (StoredCursor cursor : ResourceStates.storedCursors(state, "crm", "users")) {
 *   System.out.println(cursor.path() + " is at " + cursor.value());
 * }
 * }</pre>
 *
 * @param path the source name of its column
 * @param value where it is: a number, or text
 * @param kind in which its values are compared
 * @param lastValue whether it follows the highest or the lowest value
 * @param key the columns by which rows at the value are known again; none where it was not noted
 */
public record StoredCursor(String path, Object value, CursorKind kind, LastValue lastValue, List<String> key) {}
