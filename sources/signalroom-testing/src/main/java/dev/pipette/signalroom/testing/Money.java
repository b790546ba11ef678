package dev.pipette.signalroom.testing;

import java.math.BigDecimal;

/** How both APIs write money: a whole amount without a point. */
final class Money {
    private Money() {}

    static Number written(BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        if (plain.scale() <= 0) {
            return plain.toBigIntegerExact();
        }
        return plain;
    }
}
