/**
 * The working folder of a pipeline: its load packages, its lock, its traces, and what this machine knows of the destination.
 *
 * <p>Must not know how packages are filled or loaded.
 */
@NullMarked
package dev.pipette.engine.folder;

import org.jspecify.annotations.NullMarked;
