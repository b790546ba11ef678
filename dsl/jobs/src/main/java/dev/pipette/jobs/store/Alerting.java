package dev.pipette.jobs.store;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.policy.AlertDecision;
import dev.pipette.jobs.policy.AlertFacts;
import dev.pipette.jobs.policy.AlertMessage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes the messages about an event of a job into the outbox, under the lock of the job's row. */
record Alerting(DSLContext dsl, JobRow job, Instant now) {
    /** What is known of the job itself. */
    AlertFacts about() {
        return about(job.version(), definition(job.version()).schedule().zone());
    }

    private AlertFacts about(int version, ZoneId zone) {
        AlertFacts facts = AlertFacts.of(job.name(), version, now, zone);
        AlertFacts built = BuildVersion.ofThis().map(facts::pipette).orElse(facts);
        AlertFacts promised = JobCatalogue.readable(dsl, job.name(), version)
                .flatMap(known -> known.definition().freshWithin())
                .map(built::promised)
                .orElse(built);
        return job.lastSuccessAt().map(promised::lastSuccess).orElse(promised);
    }

    /** What is known of an occurrence of it. */
    AlertFacts about(Occurrence occurrence) {
        AlertFacts facts = about(
                        occurrence.version(), occurrence.interval().to().getZone())
                .occurrence(occurrence.id(), occurrence.interval());
        return host(occurrence).map(facts::host).orElse(facts);
    }

    private Optional<String> host(Occurrence occurrence) {
        return dsl.select(Tables.Attempt.HOST)
                .from(Tables.Attempt.TABLE)
                .where(Attempts.attempt(occurrence))
                .fetchOptional(Tables.Attempt.HOST);
    }

    private JobDefinition definition(int version) {
        return JobCatalogue.version(dsl, job.name(), version).orElseThrow().definition();
    }

    /** Nobody knows whom to alert about a version that cannot be read. */
    private List<AlertRule> rules(int version) {
        return JobCatalogue.readable(dsl, job.name(), version)
                .map(known -> known.definition().alerts())
                .orElse(List.of());
    }

    /** Decides what is due, writes it, and keeps what was alerted. */
    void alert(AlertDecision.Event event, AlertFacts facts, OptionalLong occurrence) {
        AlertDecision decision = AlertDecision.of(job.alerts(), event);
        for (AlertRule.Event alert : decision.alerts()) {
            AlertMessage message = AlertMessage.of(alert, facts);
            AlertDecision.rules(rules(facts.version()), alert).forEach(rule -> insert(rule, message, occurrence));
        }
        job.keep(dsl, decision.state());
    }

    private void insert(AlertRule rule, AlertMessage message, OptionalLong occurrence) {
        @Nullable Long about = occurrence.isPresent() ? occurrence.getAsLong() : null;
        dsl.insertInto(Tables.Alert.TABLE)
                .set(Tables.Alert.JOB, job.name())
                .set(Tables.Alert.OCCURRENCE_ID, about)
                .set(Tables.Alert.EVENT, message.event().name())
                .set(Tables.Alert.CHANNEL, rule.channel().name())
                .set(Tables.Alert.TARGET, rule.target())
                .set(Tables.Alert.SECRET, rule.secret().orElse(null))
                .set(Tables.Alert.TITLE, message.title())
                .set(Tables.Alert.TEXT, message.text())
                .set(Tables.Alert.JSON, message.json())
                .set(Tables.Alert.CREATED_AT, now)
                .set(Tables.Alert.STATUS, QueuedAlert.Status.WAITING.name())
                .set(Tables.Alert.ATTEMPTS, 0)
                .set(Tables.Alert.NEXT_ATTEMPT_AT, now)
                .execute();
    }
}
