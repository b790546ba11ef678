package dev.pipette.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class with a pipeline into a real destination, once for each of the {@link #destinations()}.
 *
 * <pre>{@code
 * @LoadTest(destinations = {DUCKDB, POSTGRES}, clock = "2025-12-24T15:00:00Z")
 * class OrdersTests {
 *   @Test
 *   void orders_are_loaded(Pipeline pipeline, TestClock clock) {
 *     LoadInfo info = pipeline.run(resource("orders").json("[{\"id\": 1}]"));
 *
 *     assertThat(info).appended("orders", 1);
 *   }
 * }
 * }</pre>
 *
 * <p>Test methods, lifecycle methods and constructors may have parameters of these types:
 *
 * <ul>
 *   <li>{@link dev.pipette.Pipeline}: a pipeline named {@code test} into the destination, with the test's clock and
 *       working folder
 *   <li>{@link dev.pipette.Dataset}: the tables that it loads
 *   <li>{@link dev.pipette.Destination}: where it loads to; it holds nothing yet
 *   <li>{@link TestClock} or {@link java.time.Clock}: what time it is for the pipeline
 *   <li>{@link Workspace}: a folder of the test, and more pipelines
 * </ul>
 *
 * <p>Each test has a destination of its own: a new DuckDB file, or an empty database of one PostgreSQL server that all
 * tests share. Whatever is asked for by a method with {@code @BeforeAll}, or by the constructor of a class with the
 * lifecycle {@code PER_CLASS}, belongs to the class, and its tests are given the same; JUnit calls these once for all
 * destinations, so there can be only one. Tests may run in parallel.
 *
 * <p>After a test that passed everything is closed and deleted. After one that failed the folder is kept, with the
 * DuckDB file or the rows that were in PostgreSQL, and its path is printed to standard error.
 *
 * <p>Works with nested tests, parameterized tests and both lifecycles, on JUnit 5.14 and 6. A class cannot be a {@code
 * ParameterizedClass} as well when there are several destinations.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ClassTemplate
@ExtendWith(LoadTestExtension.class)
public @interface LoadTest {
    /**
     * The names of the destinations, each of which all tests run with: {@link TestDestination#DUCKDB}, {@link
     * TestDestination#POSTGRES}, or the name of another {@link TestDestination} on the class path.
     */
    String[] destinations() default TestDestination.DUCKDB;

    /**
     * The instant at which the clock is set when a test begins, like {@code 2025-12-24T15:00:00Z}; without one it runs
     * as the system's does until the test sets it.
     */
    String clock() default "";

    /** Whether a test fails that asks for a pipeline and never runs it, as it then tests nothing. */
    boolean mustRun() default true;
}
