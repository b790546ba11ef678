/**
 * The test kit: pipelines tested like code. {@link dev.pipette.testing.LoadTest} gives a test its pipeline and real
 * destinations, {@code PipetteAssertions} says what must be true of a load and of what it loaded.
 * Knows the language and its SPI, and no destination: those that a test loads into are on its class path.
 *
 * <pre>{@code
 * @LoadTest
 * class OrdersTests {
 *   @Test
 *   void a_changed_order_replaces_the_earlier_one(Pipeline pipeline) {
 *     pipeline.run(resource("orders").json("[{\"id\": 1, \"state\": \"open\"}]").merge("id"));
 *
 *     LoadInfo second = pipeline.run(resource("orders").json("[{\"id\": 1, \"state\": \"paid\"}]").merge("id"));
 *
 *     assertThat(second).merged("orders", 1);
 *     assertThat(pipeline.dataset()).table("orders").containsExactlyRows("[{\"id\": 1, \"state\": \"paid\"}]");
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.pipette.testing;

import org.jspecify.annotations.NullMarked;
