package dev.pipette.engine.run;

import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the error of a run says of where it happened. */
class FailedPlaceTests {
    @TempDir
    Path home;

    private PipetteException failure(Resource... resources) {
        Pipeline shop = pipeline("shop", Destination.parse("unreachable:shop")).home(home);
        return catchThrowableOfType(PipetteException.class, () -> shop.run(resources));
    }

    private static Resource broken() {
        return resource("orders").stream(() -> {
            throw new IllegalStateException("the shop is closed");
        });
    }

    @Test
    void rows_that_cannot_be_read_are_those_of_a_resource_in_a_package() {
        PipetteException failed = failure(resource("customers").rows(List.of(Map.of("id", 1))), broken());

        assertThat(failed.code()).isEqualTo(ErrorCode.RESOURCE_FAILED);
        assertThat(failed.resource()).contains("orders");
        assertThat(failed.lastStep()).contains("PACKAGE_OPENED");
        assertThat(failed.loadId()).isPresent();
    }

    @Test
    void a_row_without_a_key_is_one_of_a_resource() {
        PipetteException failed = failure(
                resource("orders").rows(List.of(Map.of("state", "open"))).merge("id"));

        assertThat(failed.code()).isEqualTo(ErrorCode.KEY_MISSING);
        assertThat(failed.resource()).contains("orders");
        assertThat(failed.lastStep()).contains("EXTRACTED");
    }

    @Test
    void a_destination_that_is_unreachable_is_no_resources_fault() {
        PipetteException failed = failure(resource("orders").rows(List.of(Map.of("id", 1))));

        assertThat(failed.code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
        assertThat(failed.resource()).isEmpty();
        assertThat(failed.lastStep()).contains("SEALED");
    }
}
