package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.engine.SideBySide;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.distributed.DistributedLoad;
import dev.pipette.engine.extract.Extraction;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.DatasetPlace;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.normalize.Intakes;
import dev.pipette.engine.pack.OpenPackage;
import dev.pipette.engine.pack.ResourceSlices;
import dev.pipette.engine.query.ResourceRows;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Naming;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one load package: extracts the resources side by side, and seals the result. */
final class PackageMaker {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final RunSchema schema;
    private final Naming naming;
    private final String dataset;
    private final DuckEngine engine;
    private final StepRejects earlier;

    /**
     * Makes packages of a run.
     *
     * @param schema that all resources of the package belong to
     * @param earlier what the committed steps of the run brought
     */
    PackageMaker(RunPlace place, RunSchema schema, StepRejects earlier) {
        this.earlier = earlier;
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.schema = schema;
        this.naming = schema.naming();
        this.dataset = place.dataset();
        this.engine = place.engine();
    }

    /** What a step of a load became, and what else there is to know of it. */
    record Made(SealedPackage sealed, boolean hasMore, List<String> notes) {}

    /**
     * Extracts a step of each, all of it where a resource has no steps, and seals.
     *
     * @param inputs what the input of each resource is
     * @param distributed the load that other processes read slices for
     * @param leftOut decides for each resource whether its rows are left out
     */
    Made make(
            List<Extraction> extractions,
            Map<String, String> inputs,
            CommittedState committed,
            Optional<DistributedLoad> distributed,
            Predicate<ResourceRows> leftOut) {
        Supplier<String> newLoadId = () -> LoadIds.next(
                Instant.now(pipeline.clock()),
                committed.newestLoadId(),
                working.newestLoadId(new DatasetPlace(client, dataset, committed.identity())));
        String loadId = distributed
                .map(load ->
                        load.begin(id -> CommittedState.isCommitted(client, dataset, schema.name(), id), newLoadId))
                .orElseGet(newLoadId);
        OpenPackage open = OpenPackage.in(working, engine, loadId, naming);
        try {
            pipeline.listener().reached(LoadStep.PACKAGE_OPENED, loadId);
            List<Extracted> extracted = extract(extractions, inputs, committed, open);
            pipeline.listener().reached(LoadStep.EXTRACTED, loadId);
            List<String> notes = new ArrayList<>();
            SealedPackage sealed =
                    open.seal(draft(loadId, committed, extracted), leftOut, pipeline.listener(), notes::add);
            pipeline.listener().reached(LoadStep.SEALED, loadId);
            return new Made(sealed, extracted.stream().anyMatch(Extracted::hasMore), List.copyOf(notes));
        } catch (IOException failed) {
            open.abandon();
            throw FolderProblem.of(
                    "could not write package " + loadId + " in " + working.path(),
                    working.path(),
                    failed,
                    "Nothing of it was loaded.");
        } catch (PipetteException failed) {
            open.abandon();
            throw renamedKey(failed, extractions, committed);
        } catch (RuntimeException failed) {
            open.abandon();
            throw failed;
        }
    }

    /** Says where a key column has another name since a migration: rows under both names seem to lack a value. */
    private PipetteException renamedKey(
            PipetteException failed, List<Extraction> extractions, CommittedState committed) {
        if (failed.code() != ErrorCode.KEY_MISSING) {
            return failed;
        }
        String message = String.valueOf(failed.getMessage());
        for (Extraction extraction : extractions) {
            ResourcePlan resource = extraction.resource();
            String table = naming.identifier(resource.tableName());
            Map<String, String> names = committed
                    .schema(schema.name())
                    .flatMap(known -> known.table(table))
                    .<Map<String, String>>map(ColumnMemory::newNames)
                    .orElse(Map.of());
            for (Map.Entry<String, String> renamed : names.entrySet()) {
                boolean isKey = message.contains(table + ": ")
                        && (message.contains("'" + renamed.getKey() + "'")
                                || message.contains("'" + renamed.getValue() + "'"));
                if (isKey) {
                    return new PipetteException(
                            failed.code(),
                            message.substring(("[" + failed.code() + "] ").length()) + " A migration renamed column '"
                                    + renamed.getKey() + "' of table " + table + " '" + renamed.getValue()
                                    + "': where some rows have the one name and some the other, give all of them one, with .map(..),"
                                    + " and name that as the key.",
                            failed);
                }
            }
        }
        return failed;
    }

    /** Everything that the manifest says before sealing computes the tables. */
    private Manifest draft(String loadId, CommittedState committed, List<Extracted> extracted) {
        return Manifest.builder()
                .format(Manifest.FORMAT)
                .loadId(loadId)
                .pipeline(pipeline.name())
                .destination(client.identity())
                .dataset(dataset)
                .schemaName(schema.name())
                .baseStateVersion(committed.stateVersion())
                .createdAt(Instant.now(pipeline.clock()).toString())
                .resources(extracted.stream().map(Extracted::load).toList())
                .target(committed.identity().orProposed())
                .build();
    }

    /** A resource whose step was extracted. */
    private record Extracted(ResourceLoad load, boolean hasMore) {}

    private List<Extracted> extract(
            List<Extraction> extractions, Map<String, String> inputs, CommittedState committed, OpenPackage open) {
        ResourceDrafts drafts = new ResourceDrafts(pipeline, schema, committed);
        List<Callable<List<Extracted>>> walks = extractions.stream()
                .filter(extraction -> extraction.resource().parent().isEmpty())
                .<Callable<List<Extracted>>>map(first -> () -> extract(first.family(), inputs, drafts, open))
                .toList();
        List<Extracted> extracted = new SideBySide(
                        "pipette-extract-",
                        Runtime.getRuntime().availableProcessors(),
                        interrupted -> FolderProblem.interrupted(
                                "the run was interrupted while rows were read. Nothing of them was loaded.",
                                interrupted))
                .all(walks).stream().flatMap(List::stream).toList();
        Map<String, Extracted> byName = new HashMap<>();
        extracted.forEach(found -> byName.put(found.load().name(), found));
        return extractions.stream()
                .map(extraction ->
                        Objects.requireNonNull(byName.get(extraction.resource().name())))
                .toList();
    }

    /** At how many lines that cannot be read reading ends; where lines were met by an earlier load, only the load counts them. */
    private static OptionalLong mostLines(ResourcePlan resource) {
        Long most = resource.rejectLimits().most();
        boolean meetsAgain =
                resource.cursor().isPresent() && resource.fileState().isEmpty();
        return most == null || meetsAgain ? OptionalLong.empty() : OptionalLong.of(most);
    }

    /**
     * Extracts a step of a resource, and with it of all that is made of its rows.
     *
     * @param family the resource, and behind it what is made of it
     */
    private List<Extracted> extract(
            List<Extraction> family, Map<String, String> inputs, ResourceDrafts drafts, OpenPackage open) {
        Map<Extraction, Intakes> intakes = new HashMap<>();
        for (Extraction member : family) {
            inResource(member, () -> intakes.put(member, intakes(member.resource(), drafts, open)));
        }
        family.stream().skip(1).forEach(made -> made.beginFed(Objects.requireNonNull(intakes.get(made))));
        List<Extracted> extracted = new ArrayList<>();
        for (Extraction member : family) {
            Extraction.StepEnd end = inResource(
                    member,
                    () -> extracted.isEmpty()
                            ? member.into(Objects.requireNonNull(intakes.get(member)))
                            : member.endFed(extracted.getFirst().hasMore()));
            String name = member.resource().name();
            open.filled(name, end.receipt());
            extracted.add(new Extracted(
                    drafts.of(member.resource(), end, Objects.requireNonNull(inputs.get(name)), earlier.of(name)),
                    end.hasMore()));
        }
        return extracted;
    }

    private static <R extends @Nullable Object> R inResource(Extraction extraction, Supplier<R> extracting) {
        try {
            return extracting.get();
        } catch (PipetteException failed) {
            throw failed.inResource(extraction.resource().name());
        }
    }

    private Intakes intakes(ResourcePlan resource, ResourceDrafts drafts, OpenPackage open) {
        String table = drafts.table(resource);
        ResourceSlices slices = resource.tableChoice().isPresent()
                ? open.chosenTables(resource.name(), table)
                : open.slices(resource.name(), table);
        slices.limitLines(resource.name(), mostLines(resource), earlier.rejected(resource.name()));
        return new Intakes(slices, drafts.normalizing(resource));
    }
}
