package dev.pipette.testing.contract;

import dev.pipette.spi.LoadStep;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * The steps at which a run of a test dies: one of each part of a load, chosen at random in each build. A campaign goes through all of
 * them, and so does a test that is asked for by {@code -Dtest}. {@code CrashCampaign} kills processes at more of them.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @SomeSteps(except = LoadStep.CLEANED)
 * default void a_run_that_died_is_finished(LoadStep step, Trial trial) {
 *   trial.crash(step, orders);
 * }
 * }</pre>
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ArgumentsSource(DrawnSteps.class)
@interface SomeSteps {
    /** Those at which the test does not hold. */
    LoadStep[] except();
}
