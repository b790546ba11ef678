/**
 * Texts that people read: aligned tables, numbers with their units, the nearest known name; and the masking of secrets
 * and of control characters, which all of them pass.
 *
 * <pre>{@code
 * System.out.println(new Grid("table", ">rows").add("orders", Units.number(1_234)).text());
 * }</pre>
 *
 * <p>Must not know any other package: everything else builds on this one.
 */
@NullMarked
package dev.pipette.text;

import org.jspecify.annotations.NullMarked;
