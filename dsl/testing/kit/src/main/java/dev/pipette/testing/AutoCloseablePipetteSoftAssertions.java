package dev.pipette.testing;

import org.assertj.core.api.AutoCloseableSoftAssertions;

/**
 * Assertions that collect their failures until they are closed.
 *
 * <pre>{@code
 * try (var softly = new AutoCloseablePipetteSoftAssertions()) {
 *   softly.assertThat(info).appended("orders", 2);
 *   softly.assertThat(pipeline.dataset()).table("orders").hasRowCount(2);
 * }   // fails with both failures, where there are two
 * }</pre>
 */
public class AutoCloseablePipetteSoftAssertions extends AutoCloseableSoftAssertions
        implements PipetteSoftAssertionsProvider {
    /** Collects nothing yet. */
    public AutoCloseablePipetteSoftAssertions() {}
}
