package dev.pipette.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Uses the command once, while the JVM writes down what it takes to do so: the next start is as fast as that. See the
 * launcher, {@code jshell/pipette}.
 */
public final class Rehearsal {
    private final Path folder;
    private final PrintWriter out;

    private Rehearsal(Path folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /** Works in the folder that is the one argument, and fails when a command did. */
    public static void main(String... arguments) throws IOException {
        try (PrintWriter out = new PrintWriter(System.out)) {
            new Rehearsal(Path.of(arguments[0]), out).run();
        }
    }

    private void run() throws IOException {
        System.setProperty(ProgressTicker.TERMINAL, "none");
        String home = folder.resolve("home").toString();
        String database = "duckdb:" + folder.resolve("shop.duckdb");
        String orders = write("orders.csv", "id,day,price\n1,2025-12-24,19.90\n2,2025-12-25,0.5\n");
        String events = write("events.jsonl", "{\"id\": 1, \"tags\": [\"a\"], \"at\": \"2025-12-24T10:00:00Z\"}\n");

        call("load", orders, "--into", database, "--home", home, "--show");
        call("load", events, "--into", database, "--home", home, "--merge", "id", "--json");
        call("load", orders, "--into", database, "--home", home, "--replace");
        call("show", "orders", "--home", home);
        call("sql", database, "SELECT count(*) FROM events", "--home", home);
        call("pipeline", "shop", "info", "--home", home);
        call("run", write("day.jsh", "int two = 1 + 1\nvar p = pipeline(\"shop\", duckdb(args[0]))\n"), "shop.duckdb");
        ShellProgram.find()
                .rehearse(new ShellProgram.Start(List.of(), List.of(), folder.resolve("home"), false, out, out));
        call("--help");
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private void call(String... words) {
        int exitCode = Main.commandLine(out, out, words).execute(words);
        if (exitCode != ExitCodes.SUCCESS) {
            out.flush();
            throw new IllegalStateException("pipette " + String.join(" ", List.of(words)) + ": exit code " + exitCode);
        }
    }
}
