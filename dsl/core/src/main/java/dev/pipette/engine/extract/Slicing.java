package dev.pipette.engine.extract;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.slice.Slice;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.TableChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Cuts the input of a resource into slices: files that are read row by row, where what becomes of a row does not depend
 * on the rows before it, and no code of the user looks at it. Everything else is one slice:
 *
 * <ul>
 *   <li>rows of code and streams, which are read once from their beginning;
 *   <li>a limit, a declared order, or steps, which end the reading early;
 *   <li>.map(..), .filter(..), and functions of cursors and of tables, which run on one thread;
 *   <li>a cursor whose type only the rows show, or that compares texts, which have to be checked for numbers in all
 *       rows;
 *   <li>rows that other resources are made of, in their order;
 *   <li>deduplication within the run, and rows at the boundary of a cursor that dlt has to know.
 * </ul>
 */
final class Slicing {
    private final ResourcePlan resource;
    private final ExtractionStart start;

    Slicing(ResourcePlan resource, ExtractionStart start) {
        this.resource = resource;
        this.start = start;
    }

    /** The slices of files that are on this machine, in their order. */
    List<Slice> of(List<InputFile> files, SliceLimits limits) {
        if (!canBeCut() || files.stream().anyMatch(file -> !isReadByRow(file))) {
            return List.of(Slice.WHOLE);
        }
        return cut(files, file -> file.content().orElseThrow().file().toFile().length(), limits);
    }

    private static boolean isReadByRow(InputFile file) {
        return file.content().orElseThrow() instanceof FileContent.Rows;
    }

    private boolean canBeCut() {
        CursorLoad cursor = start.cursor();
        return resource.source() instanceof RowSource.Files
                && resource.commitInterval().isEmpty()
                && !start.feeds()
                && !resource.deduplicatesWithinRun()
                && resource.steps().stream().allMatch(Slicing::runsNoCodeOnRows)
                && resource.tableChoice()
                        .filter(TableChoice.OfRow.class::isInstance)
                        .isEmpty()
                && !start.boundary().forDlt()
                && start.boundary().loadedByDlt().isEmpty()
                && (cursor == null || canBeCut(cursor));
    }

    private static boolean runsNoCodeOnRows(RowStep step) {
        return switch (step) {
            case RowStep.OfColumns _, RowStep.Constant _ -> true;
            case RowStep.Change _, RowStep.Keep _, RowStep.Limit _ -> false;
        };
    }

    private static boolean canBeCut(CursorLoad cursor) {
        return cursor.kind() != null
                && cursor.kind() != CursorKind.TEXT
                && cursor.rules().rowOrder() == null
                && cursor.rules().lastValue() != LastValue.CUSTOM;
    }

    /** Cuts files into runs of about the same size. */
    static <T> List<Slice> cut(List<T> files, ToLongFunction<T> bytes, SliceLimits limits) {
        long all = files.stream().mapToLong(bytes).sum();
        int count = (int) Math.min(Math.min(limits.most(), files.size()), all / Math.max(1, limits.bytes()));
        if (count < 2) {
            return List.of(Slice.WHOLE);
        }
        List<Slice> slices = new ArrayList<>();
        int from = 0;
        long before = 0;
        for (int at = 0; at < files.size(); at++) {
            before += bytes.applyAsLong(files.get(at));
            int position = slices.size();
            boolean last = position == count - 1;
            boolean full = before >= all * (position + 1) / count;
            boolean othersNeedTheRest = files.size() - (at + 1) == count - (position + 1);
            if (!last && (full || othersNeedTheRest)) {
                slices.add(new Slice(position, count, new Slice.FileRun(from, at + 1)));
                from = at + 1;
            }
        }
        slices.add(new Slice(count - 1, count, new Slice.FileRun(from, files.size())));
        return slices;
    }
}
