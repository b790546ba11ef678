package dev.pipette.schema;

import java.util.List;

/**
 * Which values a column takes without changing them, where its type holds only some of the values of a {@link ValueType}.
 *
 * <pre>{@code
 * new Taken.OneOf(List.of("new", "paid"));   // an enum
 * new Taken.Fraction(0);                     // timestamp(0): no fraction of a second
 * }</pre>
 */
public sealed interface Taken {
    /** Whether values are cast to the column's type. */
    default boolean isCast() {
        return true;
    }

    /** Every value of the type. */
    record All() implements Taken {}

    /**
     * Text that a regular expression matches as a whole.
     *
     * @param pattern in the syntax that PostgreSQL, DuckDB and Java share
     */
    record Matching(String pattern) implements Taken {}

    /** One of some texts. */
    record OneOf(List<String> texts) implements Taken {
        /** Copies the list. */
        public OneOf {
            texts = List.copyOf(texts);
        }
    }

    /**
     * Values from one to another, both included.
     *
     * @param least a number, or a timestamp in ISO 8601
     * @param most of the same kind
     */
    record Between(String least, String most) implements Taken {}

    /** Numbers that 32 bits of floating point hold exactly. */
    record SinglePrecision() implements Taken {}

    /** Text of at most this many characters that does not end in a space. */
    record Padded(int characters) implements Taken {}

    /** Text of at most this many characters, which goes in as it is. */
    record AtMost(int characters) implements Taken {
        @Override
        public boolean isCast() {
            return false;
        }
    }

    /** Times with at most this many digits after the second, from 0 to 5. */
    record Fraction(int digits) implements Taken {}
}
