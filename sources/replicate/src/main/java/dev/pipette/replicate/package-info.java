/**
 * Replication files: a YAML file that says which tables or files are loaded, and how, for those who need no program.
 *
 * <pre>{@code
 * Replication shop = Replication.read(Path.of("shop.yaml"));
 * shop.run();                                  // what 'pipette replicate shop.yaml' does
 * RunPlan plan = shop.pipeline().plan(shop.source());
 * }</pre>
 */
@NullMarked
package dev.pipette.replicate;

import org.jspecify.annotations.NullMarked;
