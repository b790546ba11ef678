/**
 * Judges the rows of a package by its checks: those that arrive before they are loaded, the tables as the load leaves them.
 * Nothing here changes a row or throws for a broken rule: results are values, and who publishes decides.
 */
@NullMarked
package dev.pipette.engine.load.check;

import org.jspecify.annotations.NullMarked;
