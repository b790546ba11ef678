package dev.pipette.jobs.store;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.DefinitionDocument;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Work;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Makes a version of a job, within a transaction. */
record Promoting(DSLContext dsl, Promotion promotion, String by, Instant now) {
    private String name() {
        return promotion.definition().name();
    }

    /** Refuses a job that follows one that is not there, or that follows itself by way of others. */
    static void checkUpstream(DSLContext dsl, JobDefinition job) {
        Set<String> upstream = new LinkedHashSet<>(job.after());
        for (String one : upstream) {
            if (!one.equals(job.name()) && !JobRow.names(dsl).contains(one)) {
                throw JobRow.unknown(dsl, one);
            }
        }
        Set<String> all = new LinkedHashSet<>();
        while (all.addAll(upstream)) {
            upstream = new LinkedHashSet<>(dsl.select(Tables.After.UPSTREAM)
                    .from(Tables.After.TABLE)
                    .where(Tables.After.JOB.in(all))
                    .fetch(Tables.After.UPSTREAM));
        }
        if (all.contains(job.name())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "job '" + job.name() + "' cannot run after "
                            + String.join(", ", job.after())
                            + ": that would let it run after itself. Nothing was changed. Leave --after out in one of the"
                            + " jobs.");
        }
    }

    Promoted promote() {
        dsl.insertInto(Tables.Job.TABLE)
                .set(Tables.Job.NAME, name())
                .set(Tables.Job.CURRENT_VERSION, 0)
                .set(Tables.Job.GENERATION, 1)
                .set(Tables.Job.PROMOTED_SINCE, now)
                .set(Tables.Job.IS_LATE, false)
                .set(Tables.Job.STUCK, "[]")
                .set(Tables.Job.PLANNED_UNTIL, now)
                .onConflict(Tables.Job.NAME)
                .doNothing()
                .execute();
        JobRow job = JobRow.lock(dsl, name()).orElseThrow();
        String hash = promotion.hash();
        Optional<JobVersion> same = JobCatalogue.readable(dsl, name(), job.version())
                .filter(version -> version.hash().equals(hash));
        same.ifPresent(version -> putFiles());
        JobVersion version = same.orElseGet(() -> insert(hash));
        setCurrent(dsl, version);
        if (job.unpromotedAt().isPresent()) {
            dsl.update(Tables.Job.TABLE)
                    .setNull(Tables.Job.UNPROMOTED_AT)
                    .set(Tables.Job.GENERATION, job.generation() + 1)
                    .setNull(Tables.Job.COVERED_UNTIL)
                    .set(Tables.Job.PLANNED_UNTIL, now)
                    .set(Tables.Job.PROMOTED_SINCE, now)
                    .setNull(Tables.Job.LAST_SUCCESS_AT)
                    .setNull(Tables.Job.RESUMED_AT)
                    .where(Tables.Job.NAME.eq(name()))
                    .execute();
        }
        return new Promoted(version, same.isEmpty());
    }

    private JobVersion insert(String hash) {
        Integer newest = dsl.select(DSL.max(Tables.Version.VERSION))
                .from(Tables.Version.TABLE)
                .where(Tables.Version.JOB.eq(name()))
                .fetchOne(0, Integer.class);
        JobVersion version = new JobVersion(
                name(),
                newest == null ? 1 : newest + 1,
                promotion.definition(),
                promotion.files(),
                hash,
                InstantBinding.kept(now),
                by);
        putFiles();
        dsl.insertInto(Tables.Version.TABLE)
                .set(Tables.Version.JOB, version.job())
                .set(Tables.Version.VERSION, version.number())
                .set(Tables.Version.DEFINITION, DefinitionDocument.write(version.definition()))
                .set(Tables.Version.LIBRARIES, Documents.files(version.libraries()))
                .set(Tables.Version.HASH, hash)
                .set(Tables.Version.PROMOTED_AT, now)
                .set(Tables.Version.PROMOTED_BY, by)
                .execute();
        return version;
    }

    private void putFiles() {
        if (promotion.definition().work() instanceof Work.Script script) {
            StoredFiles.put(dsl, script.sha256(), promotion.script().orElseThrow(), now);
        }
        promotion
                .libraries()
                .values()
                .forEach(library -> StoredFiles.put(dsl, StoredFiles.sha256(library), library, now));
    }

    /** Lets a version run from now on. */
    static void setCurrent(DSLContext dsl, JobVersion version) {
        dsl.update(Tables.Job.TABLE)
                .set(Tables.Job.CURRENT_VERSION, version.number())
                .where(Tables.Job.NAME.eq(version.job()))
                .execute();
        dsl.deleteFrom(Tables.After.TABLE)
                .where(Tables.After.JOB.eq(version.job()))
                .execute();
        List<String> after = version.definition().after().stream().distinct().toList();
        for (String upstream : after) {
            dsl.insertInto(Tables.After.TABLE)
                    .set(Tables.After.JOB, version.job())
                    .set(Tables.After.UPSTREAM, upstream)
                    .execute();
        }
    }
}
