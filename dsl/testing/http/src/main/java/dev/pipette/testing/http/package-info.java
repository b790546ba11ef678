/**
 * Web APIs for tests: a fake one over real sockets that pages, wants to be authorised, limits and fails as it is told, and
 * a recorder that makes a readable cassette of a real one, without its secrets. Knows HTTP, and nothing of pipelines.
 *
 * <pre>{@code
 * try (FakeHttp api = FakeHttp.start()) {
 *   api.get("/orders")
 *       .rows("[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]", 2, Paging.cursor("next"))
 *       .requires(Auth.bearer("t-1"))
 *       .fails(Failure.status(500).once());
 *
 *   load(api.url("/orders"));
 *
 *   assertThat(api).receivedInOrder("GET /orders", "GET /orders", "GET /orders?cursor=page-2");
 *   api.assertNoUnexpectedRequests();
 * }
 * }</pre>
 */
@NullMarked
package dev.pipette.testing.http;

import org.jspecify.annotations.NullMarked;
