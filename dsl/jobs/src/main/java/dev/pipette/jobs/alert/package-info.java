/**
 * Sends alerts: by a webhook, by e-mail, by a command. {@link dev.pipette.jobs.alert.AlertSenders} knows them all. Must not know the
 * store and the scheduler.
 */
@NullMarked
package dev.pipette.jobs.alert;

import org.jspecify.annotations.NullMarked;
