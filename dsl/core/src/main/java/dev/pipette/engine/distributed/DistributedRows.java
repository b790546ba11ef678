package dev.pipette.engine.distributed;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.SideBySide;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.extract.ColumnSteps;
import dev.pipette.engine.extract.Elsewhere;
import dev.pipette.engine.extract.ExtractionStart;
import dev.pipette.engine.extract.FileSlices;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.engine.slice.ReceiptText;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import dev.pipette.spi.RowSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of one resource of a load, whose slices other processes read. */
public final class DistributedRows implements Elsewhere {
    /** How often slices are read whose files are not as their receipt says. */
    private static final int ROUNDS = 3;

    private static final int FETCHED_AT_ONCE = 8;

    private final SliceExecutor executor;
    private final SharedStage stage;
    private final String pipeline;
    private final Supplier<String> loadId;
    private final String resource;

    DistributedRows(
            SliceExecutor executor, SharedStage stage, String pipeline, Supplier<String> loadId, String resource) {
        this.executor = executor;
        this.stage = stage;
        this.pipeline = pipeline;
        this.loadId = loadId;
        this.resource = resource;
    }

    @Override
    public Optional<Read> read(Asked asked) throws Exception {
        String folder = StageKeys.resource(pipeline, loadId.get(), resource);
        StagedSlices slices = slices(folder, asked);
        if (slices.slices().isEmpty()) {
            return Optional.empty();
        }
        List<SliceTask> tasks = tasks(folder, slices, asked);
        Map<SliceTask, StagedReceipt> receipts = new ConcurrentHashMap<>();
        Set<SliceTask> reported = ConcurrentHashMap.newKeySet();
        for (int round = 1; receipts.size() < tasks.size(); round++) {
            List<SliceTask> unread = new ArrayList<>();
            for (SliceTask task : tasks) {
                Optional<StagedReceipt> receipt = receipt(task);
                receipt.ifPresent(found -> report(task, found, reported, asked));
                if (receipt.isEmpty()) {
                    unread.add(task);
                }
            }
            if (!unread.isEmpty()) {
                executor.run(
                        unread,
                        task -> stage.reading(() -> receipt(task))
                                .ifPresent(found -> report(task, found, reported, asked)));
            }
            fetch(tasks, receipts, asked, round == ROUNDS);
        }
        return Optional.of(joined(tasks, receipts, asked));
    }

    private Optional<StagedReceipt> receipt(SliceTask task) throws InterruptedException {
        return stage.read(StageKeys.receipt(task.id()), StagedReceipt.class);
    }

    /** Reports the rows of a task once, whoever read it. */
    private static void report(SliceTask task, StagedReceipt receipt, Set<SliceTask> reported, Asked asked) {
        if (reported.add(task)) {
            asked.ended().accept(receipt.receipt().read());
        }
    }

    /** The slices as the process cut them that was first. */
    private StagedSlices slices(String folder, Asked asked) throws Exception {
        String key = folder + "slices.json";
        Optional<StagedSlices> known = stage.read(key, StagedSlices.class);
        if (known.isEmpty()) {
            List<String> cut =
                    asked.cut().call().stream().map(SliceBounds::toText).toList();
            StagedSlices mine = new StagedSlices(
                    cut,
                    Math.min(cut.size(), executor.mostTasks()),
                    changes(asked.start().state()));
            if (stage.putIfAbsent(key, mine)) {
                return mine;
            }
            known = stage.read(key, StagedSlices.class);
        }
        StagedSlices found = known.orElseThrow(() -> new PipetteException(
                ErrorCode.STATE_MOVED,
                "resource " + resource + ": another process ended the load " + loadId.get()
                        + " meanwhile. Run it again. Nothing of it was loaded by this one."));
        found.stateChanges().forEach((name, value) -> {
            if (value == null) {
                asked.start().state().remove(name);
            } else {
                asked.start().state().put(name, TypedText.read(value));
            }
        });
        return found;
    }

    private static Map<String, @Nullable String> changes(ResourceState state) {
        Map<String, @Nullable String> changes = new LinkedHashMap<>();
        state.changes().forEach((name, value) -> changes.put(name, value == null ? null : TypedText.of(value)));
        return changes;
    }

    private List<SliceTask> tasks(String folder, StagedSlices slices, Asked asked) {
        ResourcePlan plan = asked.resource();
        NormalizeRules rules = asked.intakes().rules();
        Map<Integer, String> constants = new LinkedHashMap<>();
        asked.constants().forEach((index, value) -> constants.put(index, text(value)));
        List<SliceTask> tasks = new ArrayList<>();
        for (int position = 0; position < slices.tasks(); position++) {
            List<String> bounds = slices.boundsOf(position);
            SliceDocument document = SliceDocument.builder()
                    .format(SliceDocument.FORMAT)
                    .pipeline(pipeline)
                    .origin(plan.origin().orElseThrow())
                    .steps(StepText.of(plan))
                    .resource(resource)
                    .position(position)
                    .of(slices.tasks())
                    .slices(bounds)
                    .tables(asked.intakes().shared())
                    .nameLength(rules.naming().maxLength())
                    .maxNesting(rules.maxNesting())
                    .documents(rules.documents())
                    .declared(rules.declared())
                    .cursor(asked.start().cursor())
                    .digests(asked.start().boundary().digests())
                    .firstNames(asked.start().boundary().firstNames())
                    .state(asked.start().state().texts())
                    .ledger(ledger(plan, asked.start(), bounds))
                    .constants(constants)
                    .now(asked.now().toString())
                    .build();
            tasks.add(new SliceTask(
                    StageKeys.task(folder, position, String.join("\n", bounds)),
                    loadId.get(),
                    resource,
                    describe(bounds),
                    executor.stage(),
                    FolderDocument.JSON.writeValueAsString(document)));
        }
        return tasks;
    }

    private static Map<String, StoredFile> ledger(ResourcePlan plan, ExtractionStart start, List<String> bounds) {
        if (start.selection().isEmpty() || !(plan.source() instanceof RowSource.Files)) {
            return Map.of();
        }
        return start.selection()
                .get()
                .known(FileSlices.keys(bounds.stream().map(SliceBounds::parse).toList()));
    }

    private String text(Object constant) {
        try {
            return TypedText.of(constant);
        } catch (RuntimeException noJson) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": a column that all rows have is a "
                            + constant.getClass().getName()
                            + ", which another process cannot be given. Give it text, a number, a truth value, a date or a time.",
                    noJson);
        }
    }

    static String describe(List<String> bounds) {
        String first = SliceBounds.parse(bounds.getFirst()).toString();
        return bounds.size() == 1 ? first : first + " .. " + SliceBounds.parse(bounds.getLast());
    }

    /** Fetches the files of all tasks that are not here; a receipt whose files are not there is taken away. */
    private void fetch(List<SliceTask> tasks, Map<SliceTask, StagedReceipt> receipts, Asked asked, boolean last) {
        List<Callable<Boolean>> fetching = tasks.stream()
                .filter(task -> !receipts.containsKey(task))
                .<Callable<Boolean>>map(task -> () -> {
                    Optional<StagedReceipt> found = receipt(task);
                    Optional<String> problem =
                            found.isEmpty() ? Optional.of("it has no receipt") : fetch(task, found.get(), asked);
                    if (problem.isEmpty()) {
                        receipts.put(task, found.orElseThrow());
                        return true;
                    }
                    if (last) {
                        throw new PipetteException(
                                ErrorCode.WORKING_FOLDER_FAILED,
                                "resource " + resource + ", slice " + task.describe() + ": " + problem.get()
                                        + " in the stage " + executor.stage() + ", after it was read " + ROUNDS
                                        + " times. Let the stage keep what is written to it until the load has ended.");
                    }
                    stage.delete(List.of(StageKeys.receipt(task.id())));
                    return false;
                })
                .toList();
        List<Boolean> _ = new SideBySide(
                        "pipette-fetch-",
                        FETCHED_AT_ONCE,
                        interrupted -> FolderProblem.interrupted(
                                "resource " + resource
                                        + ": the run was interrupted while slices were fetched. Nothing of"
                                        + " the run was loaded.",
                                interrupted))
                .all(fetching);
    }

    /** Brings the files of a slice into the package; returns what is wrong with them. */
    private Optional<String> fetch(SliceTask task, StagedReceipt receipt, Asked asked)
            throws InterruptedException, IOException {
        for (StagedReceipt.StagedFile file : receipt.files()) {
            if (!file.name().equals(String.valueOf(Path.of(file.name()).getFileName()))) {
                return Optional.of("its file " + file.name() + " has no name of a package's file");
            }
            Path place = asked.intakes().place(file.name());
            if (!stage.fetch(StageKeys.file(task.id(), receipt.attempt(), file.name()), place)) {
                return Optional.of("its file " + file.name() + " is gone");
            }
            if (!StagedFiles.of(place).equals(file)) {
                return Optional.of("its file " + file.name() + " is not the one that was written");
            }
        }
        return Optional.empty();
    }

    private Read joined(List<SliceTask> tasks, Map<SliceTask, StagedReceipt> receipts, Asked asked) {
        List<StagedReceipt> ordered = tasks.stream().map(receipts::get).toList();
        SliceReceipt receipt = ordered.stream()
                .map(StagedReceipt::receipt)
                .map(ReceiptText::receipt)
                .reduce(SliceReceipt.NONE, SliceReceipt::join);
        if (!asked.intakes().fit(receipt)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": the slices have too many different keys or nested tables together, "
                            + receipt.tables().size()
                            + " tables. Keep that part as JSON with .maxNesting(..) (--max-nesting), or"
                            + " declare the column with .column(name, json()) (--type NAME=json).");
        }
        List<ColumnSteps.Met> columns =
                ordered.stream().map(StagedReceipt::columns).toList();
        List<String> notes =
                ordered.stream().flatMap(one -> one.notes().stream()).distinct().toList();
        return new Read(receipt, columns, notes);
    }
}
