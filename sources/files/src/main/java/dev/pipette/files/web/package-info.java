/**
 * Files that a web server gives, each by its address: how one comes whole to this machine, and how its next version is distinguished
 * from it. OkHttp speaks the protocol; this room adds downloads that continue where they were cut off, and errors that say
 * what to do.
 *
 * <p>Must not know DuckDB, a destination, a file format, or what becomes of the files.
 *
 * <pre>{@code
 * resource("orders").files("https://files.example.com/exports/orders.csv.gz");
 * }</pre>
 */
@NullMarked
package dev.pipette.files.web;

import org.jspecify.annotations.NullMarked;
