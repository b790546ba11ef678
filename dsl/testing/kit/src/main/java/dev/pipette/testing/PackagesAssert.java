package dev.pipette.testing;

import dev.pipette.admin.PipelineAdmin.PendingPackage;
import java.util.List;

/**
 * Assertions about the load packages of a pipeline that wait or were set aside.
 *
 * <pre>{@code
 * assertThat(pipeline).packages().hasNoPending().hasNoQuarantined();   // passes when everything was loaded
 * assertThat(pipeline).packages().hasPending(1);
 * // expected pipeline shop to have 1 pending package, but it has none.
 * }</pre>
 */
public class PackagesAssert extends PipetteAssert<PackagesAssert, PackagesAssert.Waiting> {
    private static final String QUARANTINED = "quarantined"; // the state of such a PendingPackage

    /** The packages of a pipeline that were not loaded, or not ticked off. */
    public record Waiting(String pipeline, List<PendingPackage> packages) {
        /** Copies the list. */
        public Waiting {
            packages = List.copyOf(packages);
        }
    }

    /** Makes assertions about packages. */
    public PackagesAssert(Waiting actual) {
        super(actual, PackagesAssert.class);
    }

    /** Checks that no package waits for the next run. */
    public PackagesAssert hasNoPending() {
        return hasPending(0);
    }

    /** Checks how many packages wait for the next run. */
    public PackagesAssert hasPending(int number) {
        isNotNull();
        List<PendingPackage> pending = actual.packages().stream()
                .filter(waiting -> !waiting.state().equals(QUARANTINED))
                .toList();
        return check(pending.size() == number, () -> Failures.waiting(actual.pipeline(), "pending", number, pending));
    }

    /** Checks that no package was set aside. */
    public PackagesAssert hasNoQuarantined() {
        return hasQuarantined(0);
    }

    /** Checks how many packages were set aside. */
    public PackagesAssert hasQuarantined(int number) {
        isNotNull();
        return check(
                quarantined().size() == number,
                () -> Failures.waiting(actual.pipeline(), QUARANTINED, number, quarantined()));
    }

    /** Checks that a package was set aside for a reason that contains a text. */
    public PackagesAssert hasQuarantinedBecause(String part) {
        isNotNull();
        return check(
                quarantined().stream()
                        .anyMatch(waiting -> waiting.reason().orElse("").contains(part)),
                () -> Failures.reason(part, quarantined()));
    }

    private List<PendingPackage> quarantined() {
        return actual.packages().stream()
                .filter(waiting -> waiting.state().equals(QUARANTINED))
                .toList();
    }
}
