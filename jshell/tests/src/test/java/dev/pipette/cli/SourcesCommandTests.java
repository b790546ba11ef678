package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SourcesCommandTests {
    @Test
    void sources_are_listed_with_what_they_load_and_the_settings_that_they_need() {
        Cli.Result result = Cli.run("sources");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().replace("\r", "")).isEqualTo("""
                source      loads                                                        settings
                ----------  -----------------------------------------------------------  -----------------------
                everflow    daily statistics by affiliate and advertiser, from Everflow  EVERFLOW_API_KEY
                                                                                         [EVERFLOW_BASE_URL]
                redtrack    daily spend by traffic source, from RedTrack                 REDTRACK_API_KEY
                                                                                         [REDTRACK_BASE_URL]
                s3_exports  daily CSV exports of orders and prospects, from S3           S3_BUCKET_NAME
                                                                                         S3_PREFIXES
                                                                                         [AWS_REGION]
                                                                                         [S3_ENDPOINT]
                                                                                         [AWS_ACCESS_KEY_ID]
                                                                                         [AWS_SECRET_ACCESS_KEY]
                                                                                         [AWS_SESSION_TOKEN]
                """);
    }

    @Test
    void the_list_as_json_is_one_document() {
        JsonNode sources = Cli.run("sources", "--json").json();

        assertThat(sources.size()).isEqualTo(3);
        JsonNode prefixes = sources.path(2).path("settings").path(1);
        assertThat(prefixes.path("key").stringValue()).isEqualTo("S3_PREFIXES");
        assertThat(prefixes.path("required").booleanValue()).isTrue();
        assertThat(prefixes.path("older_keys").path(0).stringValue()).isEqualTo("S3_PREFIX");
        assertThat(sources.path(0).path("description").stringValue())
                .isEqualTo("daily statistics by affiliate and advertiser, from Everflow");
    }
}
