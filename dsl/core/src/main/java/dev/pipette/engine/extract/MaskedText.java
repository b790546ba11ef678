package dev.pipette.engine.extract;

import dev.pipette.engine.normalize.JsonText;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The text of a value of a row, of which its mask is made. */
final class MaskedText {
    private MaskedText() {}

    /** The text; null where there is no value. Decimals have no exponent, lists and objects are JSON, bytes hexadecimal. */
    static @Nullable String of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Map<?, ?> object -> JsonText.sorted(object);
            case Collection<?> list -> JsonText.sorted(list);
            case JsonNode node -> node.isNull() ? null : node.isString() ? node.stringValue() : JsonText.sorted(node);
            default -> value.toString();
        };
    }
}
