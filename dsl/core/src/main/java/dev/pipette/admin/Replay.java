package dev.pipette.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rejected rows that are to be loaded after all, and what is corrected in them before. The rows are judged by the rules of their
 * resource once more; one that still breaks a rule stays rejected.
 *
 * <pre>{@code
 * pipeline.admin().replay(Replay.of(RejectFilter.ALL.table("orders")).setSql("amount", "abs(amount)"));
 * pipeline.admin().replay(Replay.corrected(Path.of("fixed.jsonl")));
 * }</pre>
 *
 * @param filter which rows
 * @param values for columns of the root table, as text in the column's type; null for NULL
 * @param expressions for columns of the root table, in DuckDB's SQL over the columns of the row
 * @param correctedIn a file of the rows as {@code pipette pipeline NAME rejects} prints them, whose {@code content} is corrected;
 *     only rows that it has are replayed
 * @param isOvertaken whether a row is also loaded where later loads changed the rows in its place
 * @param resources whose rules count now; those of other resources are the rules of their last load
 */
@CheckReturnValue
public record Replay(
        RejectFilter filter,
        Map<String, @Nullable String> values,
        Map<String, String> expressions,
        Optional<Path> correctedIn,
        boolean isOvertaken,
        List<Resource> resources) {
    /** Copies the maps. */
    public Replay {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
        resources = List.copyOf(resources);
    }

    /** Replays rows as they are: after a rule was changed, or rows that they refer to have arrived. */
    public static Replay of(RejectFilter filter) {
        return new Replay(filter, Map.of(), Map.of(), Optional.empty(), false, List.of());
    }

    /** Replays the rows of a file, which has them as {@code rejects} prints them, corrected: jsonl, json or csv. */
    public static Replay corrected(Path file) {
        return new Replay(RejectFilter.ALL, Map.of(), Map.of(), Optional.of(file), false, List.of());
    }

    /** Sets a column of each row to a value; null for NULL. */
    public Replay set(String column, @Nullable Object value) {
        Map<String, @Nullable String> more = new LinkedHashMap<>(values);
        more.put(column, value == null ? null : value.toString());
        return new Replay(filter, more, expressions, correctedIn, isOvertaken, resources);
    }

    /** Sets a column of each row to what an expression of DuckDB's SQL gives, such as {@code abs(amount)}. */
    public Replay setSql(String column, String expression) {
        Map<String, String> more = new LinkedHashMap<>(expressions);
        more.put(column, expression);
        return new Replay(filter, values, more, correctedIn, isOvertaken, resources);
    }

    /** Loads a row also where later loads brought or took away rows in its place. */
    public Replay overtaken() {
        return new Replay(filter, values, expressions, correctedIn, true, resources);
    }

    /** Lets the rules of a resource count as they are declared now, and not as they were in its last load. */
    public Replay as(Resource resource) {
        return new Replay(
                filter,
                values,
                expressions,
                correctedIn,
                isOvertaken,
                Stream.concat(resources.stream(), Stream.of(resource)).toList());
    }
}
