package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** What SLF4J's MDC holds while a run works, on the threads that work for it. */
class LogContextTests {
    @TempDir
    Path folder;

    /** An MDC of which a new thread inherits nothing, like Logback's. */
    private static final class OwnOfEachThread extends BasicMDCAdapter {
        private final ThreadLocal<Map<String, String>> values = ThreadLocal.withInitial(HashMap::new);

        @Override
        public void put(String key, String value) {
            values.get().put(key, value);
        }

        @Override
        public String get(String key) {
            return values.get().getOrDefault(key, "");
        }

        @Override
        public void remove(String key) {
            values.get().remove(key);
        }

        @Override
        public void clear() {
            values.get().clear();
        }

        @Override
        public Map<String, String> getCopyOfContextMap() {
            return new HashMap<>(values.get());
        }

        @Override
        public void setContextMap(Map<String, String> map) {
            values.set(new HashMap<>(map));
        }
    }

    /** The tests' logging library has no MDC. */
    @BeforeAll
    static void give_slf4j_an_mdc() throws ReflectiveOperationException {
        assertThat(LoggerFactory.getILoggerFactory()).isNotNull(); // it sets an adapter when it starts
        Method setter = MDC.class.getDeclaredMethod("setMDCAdapter", MDCAdapter.class);
        setter.setAccessible(true);
        setter.invoke(null, new OwnOfEachThread());
    }

    @Test
    void every_thread_of_a_run_knows_pipeline_dataset_run_id_and_load_id() {
        Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();
        Resource orders = resource("orders").rows(List.of(Map.of("id", 1))).map(row -> {
            seen.put("extract", Objects.requireNonNull(MDC.getCopyOfContextMap()));
            return row;
        });
        MDC.put("mine", "kept");

        Scratch scratch = new Scratch(folder, "shop");
        LoadInfo info = scratch.pipeline()
                .listener((step, loadId) -> {
                    if (step == LoadStep.COMMITTED) {
                        seen.put("load", Objects.requireNonNull(MDC.getCopyOfContextMap()));
                    }
                })
                .run(orders);

        Map<String, String> expected = Map.of(
                "mine", "kept",
                "pipeline", "shop",
                "dataset", "shop",
                "runId", scratch.pipeline().admin().trace().runId(),
                "loadId", info.packages().getFirst().loadId());
        assertThat(seen).containsEntry("extract", expected).containsEntry("load", expected);
        assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("mine", "kept"));
        MDC.clear();
    }
}
