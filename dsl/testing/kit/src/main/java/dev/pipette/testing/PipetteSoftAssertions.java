package dev.pipette.testing;

import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;

/**
 * Assertions that collect their failures, for AssertJ's {@code SoftAssertionsExtension} and {@code @InjectSoftAssertions}
 * too.
 *
 * <pre>{@code
 * PipetteSoftAssertions.softly(softly -> {
 *   softly.assertThat(info).appended("orders", 2);
 *   softly.assertThat(pipeline.dataset()).table("orders").hasRowCount(2);
 * });   // fails with both failures, where there are two
 * }</pre>
 */
public class PipetteSoftAssertions extends SoftAssertions implements PipetteSoftAssertionsProvider {
    /** Collects nothing yet. */
    public PipetteSoftAssertions() {}

    /** Checks what the code asserts, and fails at its end with all failures. */
    public static void softly(Consumer<PipetteSoftAssertions> assertions) {
        SoftAssertionsProvider.assertSoftly(PipetteSoftAssertions.class, assertions);
    }
}
