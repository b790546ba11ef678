package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.spi.RowStep;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The values of columns that all rows of a run have. Each is made once, by the first row or file that needs it. */
final class Constants {
    private final String resource;
    private final ConcurrentHashMap<Integer, Object> values = new ConcurrentHashMap<>();

    /** @param known values of steps that are known already */
    Constants(String resource, Map<Integer, Object> known) {
        this.resource = resource;
        values.putAll(known);
    }

    /** The value of the step of this index. */
    Object of(int index, RowStep.Constant constant, Supplier<ExtractContext> context) {
        Object known = values.get(index);
        return known != null ? known : values.computeIfAbsent(index, number -> made(constant, context.get()));
    }

    private Object made(RowStep.Constant constant, ExtractContext context) {
        Object value = constant.value().apply(context);
        if (value == null) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource + ": .addColumn(\"" + constant.column()
                            + "\", ..) made null. Leave the column out, or give it a value.");
        }
        return value;
    }
}
