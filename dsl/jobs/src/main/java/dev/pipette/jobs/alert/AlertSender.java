package dev.pipette.jobs.alert;

/**
 * A way to send alerts.
 *
 * <pre>{@code
 * AlertSender printing = alert -> System.err.println(alert.title());
 * }</pre>
 */
@FunctionalInterface
public interface AlertSender {
    /**
     * Sends an alert once.
     *
     * @throws AlertFailure when the receiver did not take it
     */
    void send(OutgoingAlert alert) throws AlertFailure, InterruptedException;
}
