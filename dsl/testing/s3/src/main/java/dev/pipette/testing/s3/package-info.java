/**
 * A local S3 for tests, in process and in memory, with the real protocol: signatures are checked, and Amazon's own client
 * speaks to it.
 *
 * <pre>{@code
 * S3Bucket bucket = LocalS3.shared().newBucket();
 * bucket.put("orders/2025-12-21.csv", "id,state\n1,open\n");
 * bucket.cutsAfter("orders/2025-12-21.csv", 9);
 *
 * // .. load bucket.uri("orders/*.csv") ..
 *
 * assertThat(bucket).wasRead("orders/2025-12-21.csv", 2).hasNoFaultsLeft();
 * }</pre>
 *
 * <p>S3Proxy is the server. What goes wrong on purpose goes wrong in one of two places: answers are refused, broken off or
 * damaged where they leave the HTTP server; objects appear, change and vanish in the store, so that entity tags,
 * modification times, ranges and 404s stay those of S3. The package knows nothing of Pipette.
 */
@NullMarked
package dev.pipette.testing.s3;

import org.jspecify.annotations.NullMarked;
