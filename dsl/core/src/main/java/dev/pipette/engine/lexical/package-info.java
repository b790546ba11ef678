/**
 * Which text is a number, a date, a time or a truth value. Each form has one class, which has the rule for Java and the
 * rule for DuckDB side by side; a test holds the two against each other.
 *
 * <p>Must not know packages, columns or cursors, nor DuckDB's driver: it writes expressions and runs none.
 */
@org.jspecify.annotations.NullMarked
package dev.pipette.engine.lexical;
