package dev.pipette.jobs.export;

import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Overlap;
import java.util.ArrayList;
import java.util.List;

/** What another scheduler does in another way than {@code pipette scheduler}. */
final class Warnings {
    private Warnings() {}

    /** For schedulers that start the newest occurrence after an outage, at most. */
    static List<String> ofNewestOnly(ExportRequest request, String scheduler) {
        List<String> warnings = new ArrayList<>(common(request, scheduler));
        if (request.job().missed() == MissedRuns.ALL) {
            warnings.add(scheduler + " runs the newest missed occurrence at most: " + byHand(request));
        }
        return warnings;
    }

    /** For schedulers that do not notice what they missed. */
    static List<String> ofNothingMissed(ExportRequest request, String scheduler) {
        List<String> warnings = new ArrayList<>(common(request, scheduler));
        switch (request.job().missed()) {
            case ALL -> warnings.add(scheduler + " does not run what it missed: " + byHand(request));
            case LATEST -> warnings.add(scheduler + " does not run what it missed: the job waits for its next time.");
            case NONE -> {}
        }
        return warnings;
    }

    private static String byHand(ExportRequest request) {
        return "load older intervals with 'pipette run --job " + request.job().name() + " " + Words.option(request)
                + " FROM/TO ..'.";
    }

    /** For all. */
    static List<String> common(ExportRequest request, String scheduler) {
        List<String> warnings = new ArrayList<>();
        if (!request.job().after().isEmpty()) {
            warnings.add("The job also runs after "
                    + String.join(", ", request.job().after()) + ", which the exported files leave out.");
        }
        if (!request.job().alerts().isEmpty() || request.job().freshWithin().isPresent()) {
            warnings.add("Alerts and the promised time are not exported: use the alerts of " + scheduler + ".");
        }
        return warnings;
    }

    static List<String> ofImage(ExportRequest request) {
        String files =
                "What the job writes into files, such as a DuckDB database or Pipette's working folder, is gone with the"
                        + " container, unless a volume holds it. The run key keeps a lost folder from loading anything twice.";
        return request.image().equals(ExportRequest.ANY_IMAGE)
                ? List.of(
                        "The image is '" + ExportRequest.ANY_IMAGE
                                + "': put your own, with Pipette and the script in it, in its place.",
                        files)
                : List.of(files);
    }

    static List<String> ofOverlap(ExportRequest request, Overlap done, String scheduler) {
        if (request.job().overlap() == done) {
            return List.of();
        }
        return List.of(
                done == Overlap.SKIP
                        ? scheduler + " skips an occurrence while another one runs; it cannot let it wait."
                        : scheduler + " lets an occurrence wait while another one runs; it cannot skip it.");
    }
}
