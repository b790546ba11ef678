package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not a cassette is refused with what, where, and what now. */
class CassetteFileTests {
    @TempDir
    Path folder;

    private void assertRefused(String content, String why) throws IOException {
        Path file = folder.resolve("orders.json");
        Files.writeString(file, content);

        assertThatThrownBy(() -> FakeHttp.replaying(file).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cassette " + file + " cannot be used: " + why
                        + ". Repair it, or delete it and record it again.");
    }

    @Test
    void a_missing_file_is_told_how_to_make_it() {
        Path file = folder.resolve("none.json");

        assertThatThrownBy(() -> FakeHttp.replaying(file).start())
                .hasMessage("cassette " + file + " does not exist. Record it: FakeHttp.recording(..), or"
                        + " FakeHttp.cassette(..) with -Dpipette.cassettes=record.");
    }

    @Test
    void a_newer_file_wants_a_newer_pipette() throws IOException {
        Path file = folder.resolve("orders.json");
        Files.writeString(file, "{\"cassette\": 2, \"reels\": []}");

        assertThatThrownBy(() -> FakeHttp.replaying(file).start())
                .hasMessage("cassette " + file
                        + " has version 2, and this Pipette knows 1. Use a newer Pipette, or record it" + " again.");
    }

    @Test
    void a_broken_file_is_told_where() throws IOException {
        assertRefused(
                "{\"cassette\": 1,\n\"interactions\": [,]}",
                "line 2 is not JSON: Unexpected character (',' (code 44)): expected a valid value (JSON String, Number, Array, Object"
                        + " or token 'null', 'true' or 'false')");
        assertRefused("[]", "it has no field \"cassette\" with the version of its form");
        assertRefused("{\"cassette\": 1}", "it has no array \"interactions\"");
        assertRefused("{\"cassette\": 1, \"interactions\": []}", "it has no text \"upstream\"");
    }

    @Test
    void a_broken_interaction_is_told_by_its_number() throws IOException {
        assertRefused(
                "{\"cassette\":1,\"upstream\":\"http://x\",\"interactions\":[{}]}",
                "interaction 1, response, has no number \"status\"");
        assertRefused(
                "{\"cassette\":1,\"upstream\":\"http://x\",\"interactions\":[{\"response\":{\"status\":200},"
                        + "\"request\":{\"method\":\"GET\",\"path\":7}}]}",
                "interaction 1, request, has no text \"path\"");
        assertRefused(
                "{\"cassette\":1,\"upstream\":\"http://x\",\"interactions\":[{\"response\":{\"status\":200},"
                        + "\"request\":{\"method\":\"GET\",\"path\":\"/\",\"query\":{\"page\":1}}}]}",
                "interaction 1, request, has no text under \"query\", \"page\"");
    }
}
