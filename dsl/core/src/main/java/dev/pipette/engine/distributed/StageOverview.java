package dev.pipette.engine.distributed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the stage has of the loads of a pipeline; changes nothing. */
public final class StageOverview {
    private static final String SLICES = "slices.json";
    private static final String RECEIPT = "/receipt.json";

    private StageOverview() {}

    /**
     * One resource of a load that has not ended.
     *
     * @param resource its name, with an underscore for what a key does not have
     * @param slices how many there are
     * @param tasks into how many tasks they are put
     * @param ended how many tasks have a receipt
     * @param rows that these have read
     * @param hosts that these were read by
     * @param slowest which slices of these took longest
     */
    public record Progress(
            String loadId,
            String resource,
            int slices,
            int tasks,
            int ended,
            long rows,
            List<String> hosts,
            Optional<Slowest> slowest) {}

    /** The task that took longest. */
    public record Slowest(String slices, String host, Duration time) {}

    /** The resources of all loads in the order of their load ids. The list of a bucket may come late, and so what is here. */
    public static List<Progress> of(SharedStage stage, String pipeline) {
        return stage.reading(() -> {
            Map<String, Progress> found = new TreeMap<>();
            List<String> keys = stage.list(StageKeys.pipeline(pipeline));
            for (String key : keys) {
                String[] parts = key.split("/", -1);
                if (parts.length == 4 && parts[3].equals(SLICES)) {
                    String folder = key.substring(0, key.length() - SLICES.length());
                    Optional<StagedSlices> slices = stage.read(key, StagedSlices.class);
                    if (slices.isPresent()) {
                        String resource = parts[2].substring(0, parts[2].lastIndexOf('-'));
                        found.put(folder, progress(stage, parts[1], resource, folder, keys, slices.get()));
                    }
                }
            }
            return List.copyOf(found.values());
        });
    }

    private static Progress progress(
            SharedStage stage, String loadId, String resource, String folder, List<String> keys, StagedSlices slices)
            throws InterruptedException {
        int ended = 0;
        long rows = 0;
        TreeSet<String> hosts = new TreeSet<>();
        Optional<Slowest> slowest = Optional.empty();
        for (String key : keys) {
            if (!key.startsWith(folder) || !key.endsWith(RECEIPT)) {
                continue;
            }
            Optional<StagedReceipt> receipt = stage.read(key, StagedReceipt.class);
            if (receipt.isPresent()) {
                StagedReceipt one = receipt.get();
                ended++;
                rows += one.receipt().read();
                hosts.add(one.host());
                Duration time = Duration.ofMillis(one.millis());
                if (slowest.filter(longest -> longest.time().compareTo(time) >= 0)
                        .isEmpty()) {
                    int position = Integer.parseInt(key.substring(folder.length(), key.indexOf('-', folder.length())));
                    slowest = Optional.of(
                            new Slowest(DistributedRows.describe(slices.boundsOf(position)), one.host(), time));
                }
            }
        }
        return new Progress(
                loadId, resource, slices.slices().size(), slices.tasks(), ended, rows, List.copyOf(hosts), slowest);
    }
}
