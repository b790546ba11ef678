package dev.pipette.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The version that alerts name. */
class BuildVersionTests {
    @Test
    void it_is_the_one_that_maven_wrote() throws IOException {
        byte[] written = "groupId=dev.pipette\nversion=1.4.0\n".getBytes(UTF_8);

        assertThat(BuildVersion.of(new ByteArrayInputStream(written))).contains("1.4.0");
        assertThat(BuildVersion.of(null)).isEmpty();
    }
}
