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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Alerts for programs: names in snake_case, times in UTC, absent as null. Members are added, and never change. */
final class AlertDocument {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AlertDocument() {}

    static String of(AlertRule.Event event, AlertFacts facts, String title, List<String> next) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("format", 1);
        document.put("event", event.name().toLowerCase(Locale.ROOT));
        document.put("job", facts.job());
        document.put("title", title);
        document.put("at", time(facts.at()));
        document.put("interval", facts.interval().map(AlertDocument::interval).orElse(null));
        document.put("attempts", facts.attempts());
        document.put(
                "ended",
                facts.end()
                        .map(end -> end.how().name().toLowerCase(Locale.ROOT))
                        .orElse(null));
        document.put("error", facts.end().map(AlertDocument::error).orElse(null));
        document.put("rows", facts.end().map(AttemptEnd::rows).orElse(null));
        document.put(
                "last_success", facts.lastSuccess().map(AlertDocument::time).orElse(null));
        document.put("promised_within", facts.promised().map(Object::toString).orElse(null));
        document.put("host", facts.host().orElse(null));
        document.put("versions", versions(facts));
        document.put("next", next);
        return JSON.writeValueAsString(document);
    }

    private static Map<String, @Nullable Object> interval(RunInterval interval) {
        return object(
                "from",
                time(interval.from().toInstant()),
                "to",
                time(interval.to().toInstant()));
    }

    /** Null for an attempt without an error. */
    private static @Nullable Map<String, @Nullable Object> error(AttemptEnd end) {
        Optional<String> message = end.message().map(AlertText::message);
        boolean none = end.errorCode().isEmpty() && message.isEmpty();
        return none ? null : object("code", end.errorCode().orElse(null), "message", message.orElse(null));
    }

    private static Map<String, @Nullable Object> versions(AlertFacts facts) {
        return object("job", facts.version(), "pipette", facts.pipette().orElse(null));
    }

    private static Map<String, @Nullable Object> object(
            String first, @Nullable Object one, String second, @Nullable Object other) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put(first, one);
        object.put(second, other);
        return object;
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.MILLIS));
    }
}
