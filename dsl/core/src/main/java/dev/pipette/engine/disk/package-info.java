/**
 * Files that hold other people's rows: made for this user alone, durable, and with errors that say what is wrong with the
 * disk.
 *
 * <p>Must not know packages or pipelines.
 */
@NullMarked
package dev.pipette.engine.disk;

import org.jspecify.annotations.NullMarked;
