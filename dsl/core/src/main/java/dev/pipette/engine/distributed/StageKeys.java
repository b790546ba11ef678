package dev.pipette.engine.distributed;

import dev.pipette.dlt.Digest128;
import java.util.List;

/**
 * Where the documents of a load are in the stage:
 *
 * <pre>
 * shop/load-1f8e.json                                   the load that the pipeline makes now
 * shop/1766552400.000001/orders-77d0/slices.json        the slices of a resource
 * shop/1766552400.000001/orders-77d0/000017-9f86d081/receipt.json
 * shop/1766552400.000001/orders-77d0/000017-9f86d081/ATTEMPT/orders~17.0.parquet
 * </pre>
 */
final class StageKeys {
    private static final int TAG_BYTES = 6;

    private StageKeys() {}

    /** The folder of a pipeline. */
    static String pipeline(String pipeline) {
        return pipeline + "/";
    }

    /**
     * The document that says which load a pipeline makes now.
     *
     * @param facts what two calls have in common that make the same load
     */
    static String current(String pipeline, List<String> facts) {
        return pipeline(pipeline) + "load-" + tag(String.join("\u0000", facts)) + ".json";
    }

    /** The folder of a load. */
    static String load(String pipeline, String loadId) {
        return pipeline(pipeline) + loadId + "/";
    }

    /** The folder of a resource. */
    static String resource(String pipeline, String loadId, String resource) {
        return load(pipeline, loadId) + resource.replaceAll("[^A-Za-z0-9_-]", "_") + "-" + tag(resource) + "/";
    }

    /** The folder of a task, which is its id: the same for the same load, resource and bounds. */
    static String task(String resourceFolder, int position, String bounds) {
        return resourceFolder + "%06d-".formatted(position) + tag(resourceFolder + '\u0000' + bounds);
    }

    static String receipt(String task) {
        return task + "/receipt.json";
    }

    static String file(String task, String attempt, String file) {
        return task + "/" + attempt + "/" + file;
    }

    private static String tag(String text) {
        byte[] digest = Digest128.shake128(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), TAG_BYTES);
        return java.util.HexFormat.of().formatHex(digest);
    }
}
