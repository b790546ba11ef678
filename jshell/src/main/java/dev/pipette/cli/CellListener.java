package dev.pipette.cli;

import java.util.List;
import jdk.jshell.SnippetEvent;

/** Hears of each snippet of a cell, as soon as it was evaluated without an error. */
@FunctionalInterface
interface CellListener {
    /** @param events of the snippet, and of others that depend on what it declares */
    void evaluated(List<SnippetEvent> events);
}
