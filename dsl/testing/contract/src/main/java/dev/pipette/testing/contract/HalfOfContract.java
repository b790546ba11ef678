package dev.pipette.testing.contract;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Lets a build run half of the contract: every second test of each promise, beginning with the first or the second, which is drawn
 * again for each build. It is for a destination whose promises another one shows in each build. A promise that has one test, a
 * campaign ({@code -Dpipette.campaign.kills}) and tests that are asked for by {@code -Dtest} are run whole. A module of tests names
 * this class in {@code META-INF/services/org.junit.platform.launcher.PostDiscoveryFilter}.
 *
 * <pre>{@code
 * mvn verify -Dpipette.contract.half=1
 * }</pre>
 */
public final class HalfOfContract implements PostDiscoveryFilter {
    private static final String HALF = "pipette.contract.half";
    private static final boolean ALL =
            System.getProperty("pipette.campaign.kills") != null || System.getProperty("test") != null;

    private final int half =
            Integer.getInteger(HALF, ThreadLocalRandom.current().nextInt(2));

    /** For {@link java.util.ServiceLoader}. */
    public HalfOfContract() {
        if (!ALL) {
            System.out.println("half " + half + " of the contract; -D" + HALF + "=" + half + " runs it again");
        }
    }

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        return FilterResult.includedIf(ALL
                || !(descriptor.getSource().orElse(null) instanceof MethodSource source)
                || !ContractDestination.class.isAssignableFrom(source.getJavaClass())
                || isOf(half, source.getJavaMethod()));
    }

    static boolean isOf(int half, Method test) {
        List<String> ofPromise = tests(test.getDeclaringClass());
        return ofPromise.size() == 1 || ofPromise.indexOf(test.getName()) % 2 == half;
    }

    /** The names of the tests that a class or an interface declares itself, sorted. */
    static List<String> tests(Class<?> promise) {
        return Arrays.stream(promise.getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .map(Method::getName)
                .sorted()
                .toList();
    }
}
