/**
 * Checks of rows: {@link dev.pipette.check.Checks} makes them, a {@link dev.pipette.check.Check} is a value, and a {@link
 * dev.pipette.check.CheckResult} says how one ended.
 *
 * <pre>{@code
 * jsonl("orders", Path.of("orders.jsonl"))
 *     .check(notNull("id"), unique("id").warn(), range("amount", 0, null).reject());
 * }</pre>
 *
 * <p>Must not know how a check is run.
 */
@NullMarked
package dev.pipette.check;

import org.jspecify.annotations.NullMarked;
