package dev.pipette.jobs.policy;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AttemptEnd;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Alerts for programs: names in snake_case, times in UTC; what an alert is not about is left out. Members are added, and never change. */
final class AlertDocument {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AlertDocument() {}

    static String of(AlertRule.Event event, AlertFacts facts, String title, List<String> next) {
        Members document = new Members();
        document.put("format", 1);
        document.put("event", event.name().toLowerCase(Locale.ROOT));
        if (facts.isTest()) {
            document.put("test", true);
        }
        document.put("job", facts.job());
        document.put("title", title);
        document.put("at", time(facts.at()));
        document.put("occurrence", facts.occurrence());
        document.put("interval", facts.interval().map(AlertDocument::interval));
        document.put("attempts", Optional.of(facts.attempts()).filter(attempts -> attempts > 0));
        document.put("ended", facts.end().map(end -> end.how().name().toLowerCase(Locale.ROOT)));
        document.put("error", facts.end().map(AlertDocument::error).filter(error -> !error.isEmpty()));
        document.put("rows", facts.end().map(AttemptEnd::rows));
        document.put("last_success", facts.lastSuccess().map(AlertDocument::time));
        document.put("promised_within", facts.promised().map(Object::toString));
        document.put("host", facts.host());
        document.put("versions", versions(facts));
        document.put("next", next);
        return JSON.writeValueAsString(document.all);
    }

    /** Members of an object, in their order. */
    private static final class Members {
        private final Map<String, Object> all = new LinkedHashMap<>();

        void put(String name, Object value) {
            all.put(name, value);
        }

        void put(String name, Optional<?> value) {
            value.ifPresent(known -> all.put(name, known));
        }
    }

    private static Map<String, Object> interval(RunInterval interval) {
        Members members = new Members();
        members.put("from", time(interval.from().toInstant()));
        members.put("to", time(interval.to().toInstant()));
        return members.all;
    }

    /** Empty for an attempt without an error. */
    private static Map<String, Object> error(AttemptEnd end) {
        Members members = new Members();
        members.put("code", end.errorCode());
        members.put("message", end.message().map(AlertText::message));
        return members.all;
    }

    private static Map<String, Object> versions(AlertFacts facts) {
        Members members = new Members();
        members.put("job", facts.version());
        members.put("pipette", facts.pipette());
        return members.all;
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.MILLIS));
    }
}
