/**
 * Looks into pipelines and changes what they remember: packages that wait, state, cursors, traces, resources to drop. It is
 * behind {@link dev.pipette.admin.PipelineAdmin} and {@code pipette pipeline}.
 *
 * <pre>{@code
 * pipeline.admin().pending().forEach(System.out::println);
 * }</pre>
 */
@NullMarked
package dev.pipette.admin;

import org.jspecify.annotations.NullMarked;
