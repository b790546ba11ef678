package dev.pipette.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link JobDefinition} as a JSON document, as the store keeps it. Equal definitions have equal documents.
 *
 * <pre>{@code
 * String json = DefinitionDocument.write(orders);
 * DefinitionDocument.read(json).equals(orders);   // true
 * }</pre>
 */
public final class DefinitionDocument {
    private static final JsonMapper JSON = JsonMapper.shared();

    private DefinitionDocument() {}

    /** The document of a definition. */
    public static String write(JobDefinition job) {
        return JSON.writeValueAsString(tree(job));
    }

    static ObjectNode tree(JobDefinition job) {
        ObjectNode document = JSON.createObjectNode().put("name", job.name());
        document.set("work", work(job.work()));
        document.set("schedule", schedule(job.schedule()));
        document.put("by_interval", job.isByInterval());
        ObjectNode parameters = document.putObject("parameters");
        new TreeMap<>(job.parameters()).forEach(parameters::put);
        job.into().ifPresent(into -> document.put("into", into));
        job.dataset().ifPresent(dataset -> document.put("dataset", dataset));
        texts(document, "libraries", job.libraries());
        document.set("retries", retries(job.retries()));
        document.put("timeout", job.timeout().toString())
                .put("grace", job.grace().toString());
        // also where nobody chose: a later Pipette may have another default, and a version never changes
        document.put("missed", lower(job.missed())).put("overlap", lower(job.overlap()));
        texts(document, "after", job.after());
        job.freshWithin().ifPresent(time -> document.put("fresh_within", time.toString()));
        ArrayNode alerts = document.putArray("alerts");
        job.alerts().forEach(rule -> alerts.add(alert(rule)));
        job.envFile().ifPresent(file -> document.put("env_file", file.toString()));
        job.folder().ifPresent(folder -> document.put("folder", folder.toString()));
        return document.put("max_heap", job.maxHeap())
                .put("in_process", job.isInProcess())
                .put("keep_logs", job.keepLogs().toString());
    }

    private static ObjectNode work(Work work) {
        ObjectNode document = JSON.createObjectNode();
        switch (work) {
            case Work.Script script ->
                document.put("kind", "script")
                        .put("file_name", script.fileName())
                        .put("sha256", script.sha256());
            case Work.SourceOf source -> {
                document.put("kind", "source").put("source", source.source());
                texts(document, "only", source.only());
                source.project().ifPresent(project -> document.put("project", project));
            }
        }
        return document;
    }

    private static ObjectNode schedule(Schedule schedule) {
        ObjectNode document = JSON.createObjectNode();
        switch (schedule) {
            case Schedule.Cron cron -> document.put("kind", "cron").put("expression", cron.expression());
            case Schedule.Every every ->
                document.put("kind", "every").put("every", every.every().toString());
            case Schedule.Never never -> document.put("kind", "never");
        }
        return document.put("zone", schedule.zone().getId());
    }

    private static ObjectNode retries(RetryPolicy policy) {
        return JSON.createObjectNode()
                .put("attempts", policy.attempts())
                .put("first", policy.first().toString())
                .put("factor", policy.factor())
                .put("most", policy.most().toString())
                .put("jitter", policy.jitter());
    }

    private static ObjectNode alert(AlertRule rule) {
        ObjectNode document =
                JSON.createObjectNode().put("channel", lower(rule.channel())).put("target", rule.target());
        texts(
                document,
                "events",
                rule.events().stream().sorted().map(DefinitionDocument::lower).toList());
        rule.secret().ifPresent(secret -> document.put("secret", secret));
        return document;
    }

    private static void texts(ObjectNode document, String name, List<String> texts) {
        ArrayNode array = document.putArray(name);
        texts.forEach(array::add);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The definition of a document that {@link #write} made.
     *
     * @throws IllegalArgumentException for a document that is none, and for a value that this Pipette does not know
     */
    public static JobDefinition read(String json) {
        return read(document(json));
    }

    private static JsonNode document(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException damaged) {
            throw new IllegalArgumentException("its definition is not a JSON document", damaged);
        }
    }

    private static JobDefinition read(JsonNode document) {
        Map<String, String> parameters = new LinkedHashMap<>();
        document.path("parameters")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asString()));
        List<AlertRule> alerts = new ArrayList<>();
        document.path("alerts").forEach(alert -> alerts.add(readAlert(alert)));
        return ImmutableJobDefinition.builder()
                .name(required(document, "name"))
                .work(readWork(document.path("work")))
                .schedule(readSchedule(document.path("schedule")))
                .isByInterval(document.path("by_interval").asBoolean(false))
                .parameters(parameters)
                .into(optional(document, "into"))
                .dataset(optional(document, "dataset"))
                .libraries(texts(document, "libraries"))
                .retries(readRetries(document.path("retries")))
                .timeout(duration(document, "timeout"))
                .grace(duration(document, "grace"))
                .missedChoice(optional(document, "missed").map(missed -> choice(MissedRuns.class, missed)))
                .overlap(choice(Overlap.class, required(document, "overlap")))
                .after(texts(document, "after"))
                .freshWithin(optional(document, "fresh_within").map(Duration::parse))
                .alerts(alerts)
                .envFile(optional(document, "env_file").map(Path::of))
                .folder(optional(document, "folder").map(Path::of))
                .maxHeap(required(document, "max_heap"))
                .isInProcess(document.path("in_process").asBoolean(false))
                .keepLogs(duration(document, "keep_logs"))
                .build();
    }

    private static Work readWork(JsonNode work) {
        String kind = required(work, "kind");
        return switch (kind) {
            case "script" -> new Work.Script(required(work, "file_name"), required(work, "sha256"));
            case "source" ->
                new Work.SourceOf(required(work, "source"), texts(work, "only"), optional(work, "project"));
            default -> throw new IllegalArgumentException("'" + kind + "' is not a kind of work");
        };
    }

    private static Schedule readSchedule(JsonNode schedule) {
        ZoneId zone = ZoneId.of(required(schedule, "zone"));
        String kind = required(schedule, "kind");
        return switch (kind) {
            case "cron" -> new Schedule.Cron(required(schedule, "expression"), zone);
            case "every" -> new Schedule.Every(duration(schedule, "every"), zone);
            case "never" -> new Schedule.Never(zone);
            default -> throw new IllegalArgumentException("'" + kind + "' is not a kind of schedule");
        };
    }

    private static RetryPolicy readRetries(JsonNode policy) {
        return new RetryPolicy(
                policy.path("attempts").asInt(),
                duration(policy, "first"),
                policy.path("factor").asDouble(),
                duration(policy, "most"),
                policy.path("jitter").asDouble());
    }

    private static AlertRule readAlert(JsonNode alert) {
        return new AlertRule(
                choice(AlertRule.Channel.class, required(alert, "channel")),
                text(alert, "target"),
                texts(alert, "events").stream()
                        .map(event -> choice(AlertRule.Event.class, event))
                        .collect(Collectors.toUnmodifiableSet()),
                optional(alert, "secret"));
    }

    private static String required(JsonNode document, String name) {
        return optional(document, name)
                .orElseThrow(() -> new IllegalArgumentException("its definition has no '" + name + "'"));
    }

    private static String text(JsonNode document, String name) {
        return document.path(name).asString("");
    }

    private static Optional<String> optional(JsonNode document, String name) {
        return document.hasNonNull(name) ? Optional.of(text(document, name)) : Optional.empty();
    }

    private static Duration duration(JsonNode document, String name) {
        return Duration.parse(required(document, name));
    }

    private static List<String> texts(JsonNode document, String name) {
        List<String> texts = new ArrayList<>();
        document.path(name).forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String name) {
        for (E known : type.getEnumConstants()) {
            if (lower(known).equals(name)) {
                return known;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a value of " + type.getSimpleName());
    }
}
