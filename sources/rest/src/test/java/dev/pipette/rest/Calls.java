package dev.pipette.rest;

import dev.pipette.Resource;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.ResourceState;
import dev.pipette.spi.RowSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the resource of a call as a pipeline would extract it, and keeps its state and its notes. */
final class Calls {
    final List<String> notes = new ArrayList<>();
    ResourceState state = new ResourceState(Map.of());
    Optional<Comparable<?>> cursor = Optional.empty();
    Optional<Comparable<?>> end = Optional.empty();

    ExtractContext context() {
        return new ExtractContext(state, cursor, end, Clock.systemUTC(), Optional.empty(), notes::add);
    }

    List<?> rows(RestCall call) throws Exception {
        return rows(call.resource("orders"));
    }

    List<?> rows(Resource resource) throws Exception {
        RowSource.Supplied source = (RowSource.Supplied) resource.source();
        try (Stream<?> rows = source.rows().open(context())) {
            return rows.toList();
        }
    }

    /** The ids of the rows. */
    List<Object> ids(RestCall call) throws Exception {
        return rows(call).stream()
                .map(row -> ((Map<?, ?>) row).get("id"))
                .map(Object.class::cast)
                .toList();
    }
}
