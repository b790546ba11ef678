package dev.pipette.incremental;

import dev.pipette.dlt.TypedText;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a resource remembers from one load to the next (dlt's {@code resource_state}). Changes become true when the rows
 * of the same run are committed, and are forgotten when they are not.
 *
 * <pre>{@code
 * long runs = state.integer("runs").orElse(0L) + 1;
 * state.put("runs", runs);
 * }</pre>
 *
 * <p>May be used by the threads that {@link dev.pipette.Resource#parallel(int)} starts.
 */
public final class ResourceState {
    private final Map<String, Object> values;
    private final Map<String, @Nullable Object> changes = new LinkedHashMap<>();

    /** Starts from committed values. */
    public ResourceState(Map<String, ? extends @Nullable Object> committed) {
        values = new LinkedHashMap<>();
        committed.forEach((key, value) -> {
            if (value != null) {
                values.put(key, value);
            }
        });
    }

    /** The value as it is stored: text, number, boolean, list or map. */
    public synchronized Optional<Object> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value as text. */
    public Optional<String> text(String key) {
        return value(key).map(Object::toString);
    }

    /** The value as an integer; empty where there is none. */
    public Optional<Long> integer(String key) {
        return value(key).filter(Number.class::isInstance).map(number -> ((Number) number).longValue());
    }

    /**
     * Remembers a value: text, a number, a boolean, a list or a map of such. Dates and times are kept as ISO text.
     *
     * @throws PipetteException BAD_USAGE for anything else
     */
    public synchronized void put(String key, Object value) {
        Object stored = switch (value) {
            case Integer number -> Long.valueOf(number);
            case Long number -> number;
            case Double number -> number;
            case BigDecimal number -> number;
            case Boolean truth -> truth;
            case List<?> list -> list;
            case Map<?, ?> map -> map;
            case CharSequence text -> text.toString();
            case TemporalAccessor time -> time.toString();
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "state cannot keep '" + key + "', a " + value.getClass().getName()
                                + ". Put text, a number, a boolean, a list or a map.");
        };
        if (!stored.equals(values.put(key, stored))) {
            changes.put(key, stored);
        }
    }

    /** Forgets a value. */
    public synchronized void remove(String key) {
        if (values.remove(key) != null) {
            changes.put(key, null);
        }
    }

    /** All values as texts that keep their types, by key. */
    public synchronized Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, TypedText.of(value)));
        return texts;
    }

    /** What was put and removed since the state was committed; null for what was removed. */
    public synchronized Map<String, @Nullable Object> changes() {
        return new LinkedHashMap<>(changes);
    }
}
