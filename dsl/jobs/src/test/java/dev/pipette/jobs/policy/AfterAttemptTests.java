package dev.pipette.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens after an attempt. */
class AfterAttemptTests {
    private static final RetryPolicy EXACT = new RetryPolicy(6, Duration.ofSeconds(30), 2, Duration.ofMinutes(3), 0);
    private static final RandomGenerator RANDOM = new SplittableRandom(18);

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "SOURCE_UNAVAILABLE",
                "SOURCE_CHANGED",
                "RESOURCE_FAILED",
                "PIPELINE_LOCKED",
                "DESTINATION_LOCKED",
                "DESTINATION_UNAVAILABLE",
                "DESTINATION_FAILED",
                "STATE_MOVED",
                "WORKING_FOLDER_FAILED",
                "INTERRUPTED"
            })
    void what_may_pass_is_tried_again(ErrorCode code) {
        assertThat(decide(failed(code.name()), 1)).isEqualTo(new AfterAttempt.RetryAt(Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "SOURCE_UNAVAILABLE",
                "SOURCE_CHANGED",
                "RESOURCE_FAILED",
                "PIPELINE_LOCKED",
                "DESTINATION_LOCKED",
                "DESTINATION_UNAVAILABLE",
                "DESTINATION_FAILED",
                "STATE_MOVED",
                "WORKING_FOLDER_FAILED",
                "INTERRUPTED"
            })
    void errors_of_data_logins_and_usage_are_final(ErrorCode code) {
        assertThat(decide(failed(code.name()), 1))
                .isEqualTo(new AfterAttempt.GiveUp("It is not tried again after " + code + ": "
                        + ErrorClass.of(code).reason() + "."));
    }

    @Test
    void the_reason_is_a_sentence() {
        assertThat(decide(failed("DESTINATION_AUTH"), 1))
                .isEqualTo(new AfterAttempt.GiveUp(
                        "It is not tried again after DESTINATION_AUTH: repeated logins that fail block"
                                + " an account or an address."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CODE_OF_A_NEWER_VERSION"})
    void an_error_that_nobody_knows_may_pass(String code) {
        assertThat(decide(failed(code), 1)).isInstanceOf(AfterAttempt.RetryAt.class);
    }

    @Test
    void a_time_limit_and_a_death_without_a_report_are_tried_again_and_count() {
        for (How how : List.of(How.TIMED_OUT, How.LOST)) {
            assertThat(decide(ended(how), 5)).as("%s", how).isEqualTo(new AfterAttempt.RetryAt(Duration.ofMinutes(3)));
            assertThat(decide(ended(how), 6))
                    .as("%s", how)
                    .isEqualTo(new AfterAttempt.GiveUp("It is not tried again: this was attempt 6 of 6."));
        }
        assertThat(AfterAttempt.decide(
                        ended(How.LOST), new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO, 0), 1, RANDOM))
                .isEqualTo(new AfterAttempt.GiveUp("It is not tried again: the job allows one attempt."));
    }

    @Test
    void what_is_done_cancelled_or_handed_back_is_not_tried_again_as_a_failure() {
        assertThat(decide(ended(How.SUCCEEDED), 1)).isEqualTo(new AfterAttempt.Done());
        assertThat(decide(ended(How.CANCELLED), 1)).isEqualTo(new AfterAttempt.Done());
        assertThat(decide(ended(How.HANDED_BACK), 99)).isEqualTo(new AfterAttempt.HandBack());
    }

    @Test
    void pauses_grow_up_to_the_longest() {
        List<Duration> pauses = new ArrayList<>();
        for (int attempt = 1; attempt < 6; attempt++) {
            pauses.add(((AfterAttempt.RetryAt) decide(failed("PIPELINE_LOCKED"), attempt)).pause());
        }

        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(180),
                        Duration.ofSeconds(180));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void a_pause_differs_by_its_jitter_and_never_more(
            @ForAll @IntRange(min = 1, max = 999) int attempt,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll @DoubleRange(min = 1, max = 100) double factor,
            @ForAll long seed) {
        RetryPolicy policy = new RetryPolicy(1000, Duration.ofSeconds(1), factor, Duration.ofHours(1), jitter);

        AfterAttempt.Next next = AfterAttempt.decide(failed(""), policy, attempt, new SplittableRandom(seed));

        double exact = Math.min(1000 * Math.pow(factor, attempt - 1.0), 3_600_000);
        assertThat((double) ((AfterAttempt.RetryAt) next).pause().toMillis())
                .isBetween(Math.floor(exact * (1 - jitter)), Math.ceil(exact * (1 + jitter)));
    }

    private static AfterAttempt.Next decide(AttemptEnd end, int attempt) {
        return AfterAttempt.decide(end, EXACT, attempt, RANDOM);
    }

    private static AttemptEnd failed(String code) {
        Optional<String> known = Optional.of(code).filter(text -> !text.isEmpty());
        return new AttemptEnd(How.FAILED, 1, known, Optional.of("it broke"), 0, List.of(), List.of());
    }

    private static AttemptEnd ended(How how) {
        return new AttemptEnd(how, -1, Optional.empty(), Optional.empty(), 0, List.of(), List.of());
    }
}
