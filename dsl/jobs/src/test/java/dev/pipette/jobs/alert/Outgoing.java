package dev.pipette.jobs.alert;

import dev.pipette.jobs.AlertRule;
import dev.pipette.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Alerts for tests. */
final class Outgoing {
    private Outgoing() {}

    static OutgoingAlert to(String target, Optional<String> secret) {
        return new OutgoingAlert(
                "pipette-alert-17",
                AlertRule.Event.FAILED,
                target,
                secret,
                "Pipette: the job 'orders' failed",
                "The source answered 503.\nRun it again: pipette jobs run orders\n",
                "{\"event\":\"failed\",\"job\":\"orders\",\"title\":\"Aufträge\"}");
    }

    static Settings settings(Path folder, Map<String, String> environment) {
        return Settings.from(folder, folder, environment);
    }
}
