/**
 * Files in buckets of S3: which objects a pattern means, and how one comes whole to this machine. Amazon's SDK speaks the
 * protocol; this room adds the patterns, downloads that continue where they were cut off, the check of what arrived, and
 * errors that say what to do.
 *
 * <p>Must not know DuckDB, a destination, a file format, or what becomes of the files.
 *
 * <pre>{@code
 * resource("orders").files(s3("demo-exports").region("us-east-1").glob("orders-create/*.csv"), csvFormat().allText());
 * }</pre>
 */
@NullMarked
package dev.pipette.files.s3;

import org.jspecify.annotations.NullMarked;
