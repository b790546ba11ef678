package dev.pipette.jobs.store;

import dev.pipette.jobs.AlertRule;

/**
 * A message that somebody is to get.
 *
 * <pre>{@code
 * new NewAlert(rule, AlertRule.Event.FAILED, json);
 * }</pre>
 *
 * @param rule who gets it, and how
 * @param event what it is about
 * @param payload the JSON document, without secrets
 */
public record NewAlert(AlertRule rule, AlertRule.Event event, String payload) {}
