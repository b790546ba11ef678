/**
 * The members of archives as files: one {@link dev.pipette.spi.FileArchive} for each kind. Says which members there are, and
 * writes them to places that the engine names, never to one that an archive names.
 *
 * <p>Must not know what is in the members, nor where the archive came from.
 *
 * <pre>{@code
 * resource("orders").files("exports/orders.zip!/2024/*.csv");
 * }</pre>
 */
@NullMarked
package dev.pipette.archives;

import org.jspecify.annotations.NullMarked;
