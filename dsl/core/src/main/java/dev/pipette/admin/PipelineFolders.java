package dev.pipette.admin;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.TraceFiles;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pipelines that have a working folder on this machine, found without asking a destination. */
final class PipelineFolders {
    private final Path home;

    PipelineFolders(Path home) {
        this.home = home;
    }

    /** Each pipeline as its folder remembers it. */
    List<KnownPipeline> list() {
        return WorkingFolders.in(home).stream().map(PipelineFolders::known).toList();
    }

    private static KnownPipeline known(WorkingFolders.Named found) {
        WorkingFolder folder = found.folder();
        try {
            Optional<WorkingFolder.Binding> binding = folder.binding();
            return new KnownPipeline(
                    found.pipeline(),
                    binding.map(PipelineFolders::shown),
                    binding.map(WorkingFolder.Binding::dataset),
                    new TraceFiles(folder)
                            .newestFirst().stream()
                                    .flatMap(document -> TraceDocument.read(document).stream())
                                    .findFirst(),
                    waiting(folder).size(),
                    folder.path(),
                    Optional.empty());
        } catch (PipetteException broken) {
            return new KnownPipeline(
                    found.pipeline(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    folder.path(),
                    Optional.of(Secrets.masked(String.valueOf(broken.getMessage()))));
        }
    }

    private static String shown(WorkingFolder.Binding binding) {
        return Secrets.masked(binding.destination());
    }

    private static List<SealedPackage> waiting(WorkingFolder folder) {
        List<SealedPackage> waiting = new ArrayList<>(folder.packages().waiting());
        waiting.addAll(folder.packages().quarantined());
        return waiting;
    }

    /** The pipelines whose folders remember where their last run went; those whose folder is broken are left out. */
    List<Pipeline> remembered() {
        List<Pipeline> remembered = new ArrayList<>();
        for (WorkingFolders.Named found : WorkingFolders.in(home)) {
            try {
                pipeline(found.pipeline(), found.folder()).ifPresent(remembered::add);
            } catch (PipetteException broken) {
                continue;
            }
        }
        return remembered;
    }

    /**
     * The pipeline of this name.
     *
     * @throws PipetteException BAD_USAGE where there are several and the current folder does not decide
     */
    Optional<Pipeline> find(String name) {
        List<WorkingFolder> bound = WorkingFolders.of(home, name).stream()
                .filter(folder -> folder.binding().isPresent())
                .toList();
        return bound.isEmpty() ? Optional.empty() : pipeline(name, meant(name, bound));
    }

    private Optional<Pipeline> pipeline(String name, WorkingFolder folder) {
        return folder.binding()
                .map(bound -> Pipeline.of(name, destination(bound))
                        .datasetName(bound.dataset())
                        .home(home));
    }

    private static Destination destination(WorkingFolder.Binding bound) {
        Destination destination = Destination.parse(bound.destination());
        return bound.name() == null ? destination : destination.named(bound.name());
    }

    private WorkingFolder meant(String name, List<WorkingFolder> folders) {
        return WorkingFolders.meant(folders, PipelineFolders::isInCurrentFolder)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the working folder " + home + " knows several pipelines '" + name + "', into "
                                + folders.stream()
                                        .map(folder -> folder.binding()
                                                .map(PipelineFolders::shown)
                                                .orElse("?"))
                                        .collect(Collectors.joining(" and "))
                                + ". Say which one with --into, or run the command in the folder of its file."));
    }

    private static boolean isInCurrentFolder(String destination) {
        try {
            Path file = Path.of(Destination.parse(destination).location());
            return Path.of("").toAbsolutePath().equals(file.getParent());
        } catch (InvalidPathException noFile) {
            return false;
        }
    }

    /**
     * Removes the working folder of a pipeline by its name.
     *
     * @param discarding whether packages that wait are deleted with it
     */
    ForgottenPipeline forget(String name, boolean discarding, Duration lockTimeout) {
        List<WorkingFolder> folders = WorkingFolders.of(home, name);
        if (folders.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the working folder " + home + " has no pipeline '" + name + "', so there is nothing to forget.");
        }
        return forget(name, meant(name, folders), discarding, lockTimeout);
    }

    /** Removes a working folder. */
    static ForgottenPipeline forget(String name, WorkingFolder folder, boolean discarding, Duration lockTimeout) {
        try (RunLock lock = RunLock.take(folder, name, lockTimeout)) {
            List<String> waiting =
                    waiting(folder).stream().map(SealedPackage::loadId).toList();
            if (!waiting.isEmpty() && !discarding) {
                throw new PipetteException(
                        ErrorCode.PACKAGE_PENDING,
                        Units.packages(waiting) + " of pipeline " + name + (waiting.size() == 1 ? " waits" : " wait")
                                + " in " + folder.path()
                                + ", and the rows may be nowhere else. Nothing was removed. Run"
                                + " the pipeline to load them, look at them with 'pipette pipeline " + name
                                + " pending', or delete them with 'pipette pipeline " + name
                                + " forget --discard-pending'.");
            }
            Optional<String> destination = folder.binding().map(PipelineFolders::shown);
            folder.deleteAll();
            return new ForgottenPipeline(name, destination, folder.path(), waiting);
        }
    }
}
