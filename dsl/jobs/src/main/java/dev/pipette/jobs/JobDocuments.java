package dev.pipette.jobs;

import dev.pipette.RunInterval;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The values of jobs as JSON documents for programs, written as those of runs are: snake case, times in ISO 8601. */
final class JobDocuments {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .addModule(new SimpleModule("jobs")
                    .addSerializer(JobDefinition.class, new WriteDefinition())
                    .addSerializer(RunInterval.class, new WriteInterval()))
            .build();

    private JobDocuments() {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    private static final class WriteDefinition extends ValueSerializer<JobDefinition> {
        @Override
        public void serialize(JobDefinition job, JsonGenerator json, SerializationContext context) {
            json.writeTree(DefinitionDocument.tree(job));
        }
    }

    private static final class WriteInterval extends ValueSerializer<RunInterval> {
        @Override
        public void serialize(RunInterval interval, JsonGenerator json, SerializationContext context) {
            json.writeStartObject();
            json.writeStringProperty("from", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(interval.from()));
            json.writeStringProperty("to", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(interval.to()));
            json.writeEndObject();
        }
    }
}
