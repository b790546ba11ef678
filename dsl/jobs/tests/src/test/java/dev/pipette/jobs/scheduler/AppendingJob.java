package dev.pipette.jobs.scheduler;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.RunContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A job in a JVM of its own: appends five rows that name its interval. It ends at once when its scheduler is gone. */
public final class AppendingJob {
    static final int ROWS = 5;

    private AppendingJob() {}

    /** Runs. */
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(AppendingJob::endWithTheScheduler);
        if (arguments.length > 0 && arguments[0].equals("forever")) {
            System.out.println("it waits");
            Thread.currentThread().join();
        }
        String interval = System.getProperty("pipette.run.from");
        String rows = IntStream.range(0, ROWS)
                .mapToObj(row -> "{\"hour\": \"" + interval + "\", \"n\": " + row + "}")
                .collect(Collectors.joining(","));
        LoadInfo info = RunContext.NONE
                .runKey(System.getProperty("pipette.run.key", ""))
                .call(() -> Pipette.pipeline("shop", Place.ofProcess().destination())
                        .datasetName("sales")
                        .run(Pipette.resource("orders").json("[" + rows + "]").append()));
        info.packages()
                .forEach(load -> report("{\"kind\":\"run\",\"pipeline\":\"shop\",\"dataset\":\"sales\",\"loadId\":\""
                        + load.loadId() + "\",\"rows\":{\"orders\":" + info.rows("orders") + "}}"));
        report("{\"kind\":\"end\",\"exitCode\":0}");
        System.exit(0);
    }

    private static void endWithTheScheduler() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.readLine();
        } catch (IOException gone) {
            // the same as its end
        }
        Runtime.getRuntime().halt(99);
    }

    private static void report(String line) {
        try {
            Files.writeString(
                    Path.of(System.getProperty("pipette.run.report", "")),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
