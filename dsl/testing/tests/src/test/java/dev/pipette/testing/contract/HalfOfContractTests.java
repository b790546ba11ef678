package dev.pipette.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

class HalfOfContractTests {
    private static List<Method> tests() {
        return Stream.of(DestinationContract.class.getMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .toList();
    }

    @Test
    void two_builds_with_different_halves_run_every_test() {
        assertThat(tests())
                .hasSizeGreaterThan(500)
                .allMatch(test -> HalfOfContract.isOf(0, test) || HalfOfContract.isOf(1, test));
    }

    @Test
    void each_half_has_tests_of_every_promise() {
        List<Class<?>> promises = tests().stream()
                .<Class<?>>map(Method::getDeclaringClass)
                .distinct()
                .toList();

        assertThat(promises).hasSizeGreaterThan(50).allSatisfy(promise -> {
            for (int half : new int[] {0, 1}) {
                assertThat(tests())
                        .filteredOn(test -> test.getDeclaringClass() == promise && HalfOfContract.isOf(half, test))
                        .as("half %s of %s", half, promise)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void a_build_runs_hardly_more_than_half() {
        for (int half : new int[] {0, 1}) {
            assertThat(tests().stream().filter(test -> HalfOfContract.isOf(half, test)))
                    .hasSizeLessThan(tests().size() * 6 / 10);
        }
    }
}
