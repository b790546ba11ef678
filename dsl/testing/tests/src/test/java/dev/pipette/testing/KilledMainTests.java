package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that are killed as {@link MainAssert} says. */
class KilledMainTests {
    private static Resource orders() {
        return resource("orders").json("[{\"id\": 1, \"lines\": [{\"sku\": \"A\"}]}, {\"id\": 2}]");
    }

    /** A program as a user writes it. */
    static final class Shop {
        private Shop() {}

        public static void main(String[] arguments) {
            pipeline("shop", duckdb(arguments[0])).run(orders().merge("id"));
        }
    }

    /** One that appends, and so must have its working folder. */
    static final class Log {
        private Log() {}

        public static void main(String[] arguments) {
            pipeline("log", duckdb(arguments[0])).run(orders());
        }
    }

    /** One that fails. */
    static final class Broken {
        private Broken() {}

        public static void main(String[] arguments) {
            throw new IllegalStateException("no settings");
        }
    }

    private static MainAssert program(Class<?> main, String pipeline) {
        return PipetteAssertions.assertThatMain(main)
                .withArguments(folder -> List.of(file(folder).toString()))
                .loads(folder -> pipeline(pipeline, duckdb(file(folder))));
    }

    private static Path file(Path folder) {
        return folder.resolve("shop.duckdb");
    }

    @Test
    void a_program_survives_to_be_killed() {
        program(Shop.class, "shop").survivesKills(LoadStep.ROWS_APPLIED);
    }

    @Test
    void a_program_that_appends_does_not_survive_without_its_working_folder() {
        assertThatThrownBy(
                        () -> program(Log.class, "log").losingTheWorkingFolder().survivesKills(LoadStep.COMMITTED))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "dev.pipette.testing.KilledMainTests$Log does not survive a kill at COMMITTED with the working"
                                + " folder lost: it did not end as an undisturbed run.\n"
                                + "  table orders: expected 2 rows but has 4\n");
    }

    @Test
    void a_program_that_fails_by_itself_is_told() {
        assertThatThrownBy(() -> program(Broken.class, "broken").survivesKills(LoadStep.SEALED))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "dev.pipette.testing.KilledMainTests$Broken ended with exit code 1, and not with 0. It said:\n"
                                + "  Exception in thread \"main\" java.lang.IllegalStateException: no settings");
    }
}
