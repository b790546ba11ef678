package dev.pipette.engine.extract;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.schema.Naming;
import dev.pipette.spi.StepListener;
import java.time.Clock;

/**
 * What every extraction of a run works with.
 *
 * @param naming the naming rules of the destination
 * @param engine reads columnar files as rows
 * @param clock that the code of resources sees
 * @param listener is called with the file that is read, and the number of rows that were
 */
public record ExtractTools(Naming naming, DuckEngine engine, Clock clock, StepListener listener) {}
