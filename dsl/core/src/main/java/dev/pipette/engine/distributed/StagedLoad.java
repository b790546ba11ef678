package dev.pipette.engine.distributed;

import java.util.Map;

/**
 * The load that a pipeline makes now, as the process wrote it down that began it. Another process that runs the same pipeline from the
 * same committed state continues it.
 *
 * @param format of this document
 * @param loadId of the load
 * @param baseStateVersion the committed state that its resources are extracted from
 * @param signatures by resource, what is the same where the same rows are asked for
 */
record StagedLoad(int format, String loadId, long baseStateVersion, Map<String, String> signatures) {
    static final int FORMAT = 1;
}
