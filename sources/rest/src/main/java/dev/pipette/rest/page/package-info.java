/**
 * The bodies of answers: kept while they are read, in memory or in a file, and looked through once for what paging needs to
 * know. It knows JSON, and nothing of requests; for the client, not for users.
 *
 * <pre>{@code
 * try (Spool body = Spool.of(source, 1L << 30)) {
 *   PageScan scan = PageScan.of(body, Optional.of(JsonPath.of("/data")));
 * }
 * }</pre>
 */
@NullMarked
package dev.pipette.rest.page;

import org.jspecify.annotations.NullMarked;
