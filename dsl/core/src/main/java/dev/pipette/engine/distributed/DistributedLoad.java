package dev.pipette.engine.distributed;

import dev.pipette.engine.extract.Elsewhere;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.SliceExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One load whose slices other processes read, as the process sees it that loads. A document in the stage says which load the
 * pipeline makes now: whoever runs the pipeline after a crash, from the same committed state, continues that load with its slices
 * and receipts. Two that do so at once make the same load, which the destination takes once.
 *
 * <p>The document goes when the load has ended, well or not: the next call is another load.
 */
public final class DistributedLoad implements AutoCloseable {
    /** What processes left that were killed is deleted after this time. */
    private static final Duration OLD = Duration.ofDays(7);

    /** What was read this long ago is read again: rows of yesterday must not be taken for those of today. */
    private static final Duration STALE = Duration.ofHours(24);

    private static final int ATTEMPTS = 10;

    private final SliceExecutor executor;
    private final SharedStage stage;
    private final String pipeline;
    private final String current;
    private final long baseStateVersion;
    private final Map<String, String> signatures;
    private @Nullable String loadId;
    private boolean continued;

    /**
     * A load that has not begun.
     *
     * @param facts what two calls have in common that make the same load: the dataset and the resources
     * @param baseStateVersion the committed state that the resources are extracted from
     * @param signatures by resource, what is the same where the same rows are asked for
     */
    public DistributedLoad(
            SliceExecutor executor,
            SharedStage stage,
            String pipeline,
            List<String> facts,
            long baseStateVersion,
            Map<String, String> signatures) {
        this.executor = executor;
        this.stage = stage;
        this.pipeline = pipeline;
        this.current = StageKeys.current(pipeline, facts);
        this.baseStateVersion = baseStateVersion;
        this.signatures = Map.copyOf(signatures);
    }

    /**
     * The load that another process of the same call began and committed, and did not live to end: this call is that load.
     *
     * @param isCommitted whether a load is committed
     */
    public Optional<String> committedBefore(Predicate<String> isCommitted) {
        return stage.reading(() -> stage.read(current, StagedLoad.class))
                .filter(found -> found.signatures().equals(signatures))
                .map(StagedLoad::loadId)
                .filter(isCommitted);
    }

    /** Takes a load for its own, to end it. */
    public void ends(String id) {
        loadId = id;
    }

    /**
     * Begins the load, or continues the one that another process began.
     *
     * @param isCommitted whether a load is committed, which then is another one
     * @param newLoadId makes an id
     * @return its id
     */
    public String begin(Predicate<String> isCommitted, Supplier<String> newLoadId) {
        String id = stage.reading(() -> {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<StagedLoad> found = stage.read(current, StagedLoad.class);
                if (found.filter(this::isSame)
                        .filter(same -> !isCommitted.test(same.loadId()))
                        .isPresent()) {
                    continued = true;
                    return found.get().loadId();
                }
                if (found.isPresent()) {
                    stage.delete(List.of(current));
                }
                String made = newLoadId.get();
                StagedLoad mine = new StagedLoad(StagedLoad.FORMAT, made, baseStateVersion, signatures);
                if (stage.putIfAbsent(current, mine)) {
                    return made;
                }
            }
            throw new PipetteException(
                    ErrorCode.STATE_MOVED,
                    "pipeline " + pipeline + ": other processes began a load of it during each of " + ATTEMPTS
                            + " attempts. Let all of them run the same program, or one at a time. Nothing was loaded.");
        });
        loadId = id;
        return id;
    }

    /** What there is to say of how it began; empty where no other process began it. */
    public Optional<String> takeNote() {
        boolean other = continued;
        continued = false;
        return other
                ? Optional.of(
                        "load " + loadId + " was begun by another process; what that one had read was not read again")
                : Optional.empty();
    }

    private boolean isSame(StagedLoad found) {
        return seconds(found.loadId()) > Instant.now().minus(STALE).getEpochSecond()
                && found.baseStateVersion() == baseStateVersion
                && found.signatures().equals(signatures);
    }

    /** The slices of a resource of the load, once it has begun; empty for one that this process reads. */
    public Optional<Elsewhere> rows(String resource) {
        return !signatures.containsKey(resource)
                ? Optional.empty()
                : Optional.of(new DistributedRows(
                        executor,
                        stage,
                        pipeline,
                        () -> Objects.requireNonNull(loadId, "the load has not begun"),
                        resource));
    }

    /** Ends the load: its document goes first, then all that was written for it, and what killed processes left long ago. */
    public void end() {
        String ended = loadId;
        if (ended == null) {
            return;
        }
        loadId = null;
        boolean _ = stage.reading(() -> {
            Optional<StagedLoad> found = stage.read(current, StagedLoad.class);
            if (found.filter(mine -> mine.loadId().equals(ended)).isPresent()) {
                stage.delete(List.of(current));
            }
            stage.delete(stage.list(StageKeys.load(pipeline, ended)));
            stage.delete(old());
            return true;
        });
    }

    /** Leaves the stage, with all that is there for a load that has not ended. */
    @Override
    public void close() {
        stage.close();
    }

    private List<String> old() throws InterruptedException {
        long limit = Instant.now().minus(OLD).getEpochSecond();
        List<String> old = new ArrayList<>();
        for (String key : stage.list(StageKeys.pipeline(pipeline))) {
            String[] parts = key.split("/", -1);
            if (parts.length > 2 && parts[1].matches("[0-9]+\\.[0-9]+") && seconds(parts[1]) < limit) {
                old.add(key);
            }
        }
        return old;
    }

    private static long seconds(String loadId) {
        return Long.parseLong(loadId.substring(0, loadId.indexOf('.')));
    }
}
