/**
 * What a run would do, as a value: {@link dev.pipette.plan.RunPlan}, its parts, and how it looks as text, HTML and JSON.
 *
 * <pre>{@code
 * RunPlan plan = pipeline.plan(orders);
 * plan.table("orders").newColumns();
 * }</pre>
 *
 * <p>Must not know how a plan is made.
 */
@NullMarked
package dev.pipette.plan;

import org.jspecify.annotations.NullMarked;
