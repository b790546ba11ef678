package dev.pipette.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Secrets;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** What a run logs. */
class RunLogTests {
    private final Recorded log = new Recorded();
    private final LoadListener listener = new RunLog(log, new LogContext("shop", "shop_dataset"));

    /** Keeps lines of info and above. */
    private static final class Recorded extends LegacyAbstractLogger {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient List<String> lines = new ArrayList<>();

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object @Nullable [] arguments, @Nullable Throwable thrown) {
            lines.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments)
                    + (thrown == null ? "" : " " + thrown));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }

    @Test
    void the_borders_of_steps_are_logged_with_rows_and_load_id() {
        listener.started("shop");
        for (LoadStep step : LoadStep.values()) {
            if (step == LoadStep.EXTRACTED) {
                listener.extracted("orders", 1_000);
                listener.extracted("orders", 1_234);
            }
            listener.reached(step, step.compareTo(LoadStep.PACKAGE_OPENED) < 0 ? "" : "17.5");
        }
        listener.finished(LoadInfo.builder()
                .pipelineName("shop")
                .destination("duckdb:shop.duckdb")
                .dataset("shop_dataset")
                .packages(List.of())
                .notes(List.of("one note"))
                .duration(Duration.ofMillis(41))
                .build());

        assertThat(log.lines)
                .containsExactly(
                        "INFO run of pipeline shop started",
                        "INFO package 17.5: extract and normalize started",
                        "INFO package 17.5: extract ended, read by Java: orders 1,234 rows",
                        "INFO package 17.5: normalize ended, the package is sealed",
                        "INFO package 17.5: load started",
                        "INFO package 17.5: load ended, the transaction is committed",
                        "INFO run of pipeline shop finished after 41 ms: nothing new",
                        "INFO note: one note");
    }

    @Test
    void waits_retries_and_failures_are_logged_without_secrets_and_control_characters() {
        Secrets.remember("planted-in-a-log");

        listener.waiting("pipeline shop is being run by process 4711");
        listener.retrying("no answer to planted-in-a-log", Duration.ofSeconds(2));
        listener.failed(new PipetteException(
                ErrorCode.DESTINATION_AUTH,
                "planted-in-a-log\u001b[2J",
                new IllegalStateException("planted-in-a-log")));
        listener.failed(new IllegalStateException("broken"));

        assertThat(log.lines)
                .containsExactly(
                        "INFO waiting: pipeline shop is being run by process 4711",
                        "WARN trying again in 2000 ms: no answer to ***",
                        "ERROR run failed: [DESTINATION_AUTH] ***\\u001b[2J",
                        "ERROR run failed: IllegalStateException: broken");
    }
}
