/**
 * Loaders in processes of their own, which are killed, raced and locked out, and what must be true afterwards. The
 * child's side is {@link dev.pipette.testing.campaign.ChildMain}, the parent's {@link
 * dev.pipette.testing.campaign.ChildProcess}; a destination says by {@link dev.pipette.testing.campaign.Places} where it
 * is, and runs {@link dev.pipette.testing.campaign.CrashCampaign}.
 *
 * <pre>{@code
 * mvn -pl dsl/duckdb/tests -am verify -Pcampaign                               # a thousand kills
 * mvn -pl dsl/duckdb/tests -am verify -Pcampaign -Dpipette.campaign.kills=200
 * }</pre>
 */
@NullMarked
package dev.pipette.testing.campaign;

import org.jspecify.annotations.NullMarked;
