package dev.pipette.jdbc;

import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import dev.pipette.spi.SourceSetting;
import dev.pipette.worker.SliceWorker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs tasks one after the other, each as another process runs it: with nothing but its text and the class of the source. */
final class SlicesElsewhere implements SliceExecutor {
    private static final Map<String, Supplier<Resource>> SOURCES = new ConcurrentHashMap<>();

    private final Path stage;
    private final Consumer<Integer> before;
    private final List<SliceTask> tasks = new ArrayList<>();

    /** @param before is told how many tasks have been run, before each of them */
    SlicesElsewhere(Path stage, Consumer<Integer> before) {
        this.stage = stage;
        this.before = before;
    }

    /** A source of one resource, which is made again for each task. */
    static Source source(Supplier<Resource> resource) {
        String id = UUID.randomUUID().toString();
        SOURCES.put(id, resource);
        return Sources.open(OneResource.class, Settings.load().with("ONE_RESOURCE_ID", id));
    }

    /** A source that a worker makes by its class. */
    public static final class OneResource implements SourceProvider {
        @Override
        public String name() {
            return "one_resource";
        }

        @Override
        public String description() {
            return "a resource of a test";
        }

        @Override
        public List<SourceSetting> settings() {
            return List.of(SourceSetting.required("ONE_RESOURCE_ID", "which one"));
        }

        @Override
        public Source open(Settings settings) {
            return Source.of(
                    "one",
                    Objects.requireNonNull(SOURCES.get(settings.get("ONE_RESOURCE_ID")))
                            .get());
        }
    }

    List<SliceTask> tasks() {
        return tasks;
    }

    @Override
    public String describe() {
        return "tasks of a test";
    }

    @Override
    public String stage() {
        return stage.toString();
    }

    @Override
    public int mostTasks() {
        return 4;
    }

    @Override
    public void run(List<SliceTask> all, Ended ended) {
        for (SliceTask task : all) {
            before.accept(tasks.size());
            tasks.add(task);
            SliceWorker.run(task);
            ended.ended(task);
        }
    }
}
