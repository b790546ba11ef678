package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.alert.AlertFailure;
import dev.pipette.jobs.alert.AlertSenders;
import dev.pipette.jobs.alert.OutgoingAlert;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.QueuedAlert;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is in the outbox. An alert that was sent and not noted, because this process died, is sent again with the same id. */
final class AlertDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);
    private static final int AT_ONCE = 10;

    /** Longer than all of them take. */
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final JobStore store;
    private final AlertSenders senders;
    private final Clock clock;

    AlertDelivery(JobStore store, AlertSenders senders, Clock clock) {
        this.store = store;
        this.senders = senders;
        this.clock = clock;
    }

    void sendAll() {
        for (QueuedAlert alert : store.alerts().claim(AT_ONCE, WITHIN, clock.instant())) {
            try {
                senders.of(alert.channel()).send(outgoing(alert));
                store.alerts().sent(alert, clock.instant());
            } catch (AlertFailure failure) {
                failed(alert, failure);
            } catch (RuntimeException wrong) {
                failed(alert, AlertFailure.lasting("it cannot be sent: " + wrong, wrong));
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void failed(QueuedAlert alert, AlertFailure failure) {
        Optional<Instant> again = AlertSenders.again(failure, alert.attempts()).map(clock.instant()::plus);
        store.alerts().failed(alert, failure.reason(), again);
        LOG.warn(
                "alert {} about the job {} was not sent{}: {}",
                alert.id(),
                alert.job(),
                again.isPresent() ? " and is tried again" : "",
                failure.reason());
    }

    private static OutgoingAlert outgoing(QueuedAlert alert) {
        return new OutgoingAlert(
                "pipette-alert-" + alert.id(),
                alert.event(),
                alert.target(),
                alert.secret(),
                alert.title(),
                alert.text(),
                alert.json());
    }
}
