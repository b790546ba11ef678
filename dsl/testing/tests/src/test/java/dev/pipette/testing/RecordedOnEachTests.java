package dev.pipette.testing;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;
import static org.assertj.core.api.Assertions.contentOf;

import dev.pipette.Pipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One recording is for all destinations: each value has one text. */
@LoadTest(destinations = {DUCKDB, POSTGRES})
class RecordedOnEachTests {
    @Test
    void each_value_has_the_same_text(Pipeline pipeline, @TempDir Path folder) {
        pipeline.run(resource("odd")
                .json("""
                        [{"id": 1, "at": "2025-12-24T16:00:00+01:00", "local": "2025-12-24T16:00:00.5", "day": "2025-12-24",
                          "time": "10:00", "n": 1.10, "d": 0.1, "bytes": "AAH/", "doc": {"bb": 1.50, "a": [null, true]}, "yes": true,
                          "list": [{"x": 1, "more": [1, 2]}]},
                         {"id": 2, "d": 1e300}]
                        """)
                .column("id", bigint())
                .column("n", decimal(12, 4))
                .column("bytes", binary())
                .column("doc", jsonDocument()));
        Path file = folder.resolve("odd.jsonl");

        assertThat(pipeline.dataset()).table("odd").recorded(file, new Recording(null, false));

        assertThat(contentOf(file.toFile()).lines().findFirst()).contains("""
                {"id":1,"at":"2025-12-24T15:00:00Z","local":"2025-12-24T16:00:00.500","day":"2025-12-24","time":"10:00","n":1.1,\
                "d":0.1,"bytes":"0x0001ff","doc":{"a":[null,true],"bb":1.5},"yes":true,"list":[{"more":[1,2],"x":1}]}""");
        assertThat(pipeline.dataset()).table("odd").recorded(file, new Recording(null, true));
    }
}
