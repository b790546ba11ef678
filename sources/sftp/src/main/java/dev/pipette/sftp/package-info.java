/**
 * Files of SFTP servers: a {@link dev.pipette.spi.FileStore} for {@code sftp://}. The key of a server must be known, keys and
 * passwords come from settings only, and what was cut off continues where it ended.
 *
 * <p>Must not know what is in the files, nor what becomes of them.
 *
 * <pre>{@code
 * resource("orders").files("sftp://loader@files.example.com/out/*.csv");
 * }</pre>
 */
@NullMarked
package dev.pipette.sftp;

import org.jspecify.annotations.NullMarked;
