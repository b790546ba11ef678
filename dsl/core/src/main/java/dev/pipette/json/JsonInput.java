package dev.pipette.json;

import dev.pipette.incremental.ExtractContext;
import dev.pipette.spi.RowSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows in a JSON text.
 *
 * @param text an array of objects, one object, or several of them one after the other
 * @param at dotted path to the rows inside each document; empty for the document itself
 */
public record JsonInput(String text, Optional<String> at) implements RowSource.Opener {
    /** The rows of the documents themselves. */
    public JsonInput(String text) {
        this(text, Optional.empty());
    }

    /** The rows under a path of each document. */
    public JsonInput at(String path) {
        return new JsonInput(text, Optional.of(path));
    }

    @Override
    public Stream<Map<String, Object>> open(ExtractContext context) {
        return JsonRows.of(text, at);
    }
}
