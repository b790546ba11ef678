package dev.pipette.jobs.store;

import dev.pipette.jobs.JobVersion;

/**
 * What a promotion did.
 *
 * <pre>{@code
 * store.jobs().promote(promotion, "ada", now).isNew();   // false: the same is promoted already
 * }</pre>
 *
 * @param version that runs from now on
 * @param isNew whether it was made
 */
public record Promoted(JobVersion version, boolean isNew) {}
