package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Jobs;
import dev.pipette.jobs.RetryPolicy;
import dev.pipette.jobs.Schedule;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.testing.postgres.RefusingServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Promise 7: runs every command, with and without {@code --debug} and {@code --json}, over failures of every kind, and looks
 * for planted secrets, and for what commands a terminal, in all that is printed, logged and written.
 */
class PlantedSecretsTests {
    /** A name and values that would clear the screen, set a title and turn the line around. */
    private static final String HOSTILE = "\u001b[2J\u001b]0;x\u0007\u009b31m\u202e\u2066\u200f\u0085\u007f";

    /** How many of the words name an input. */
    private static final int INPUTS = 3;

    @TempDir
    Path folder;

    /** What the servers and the files repeat; each call has others in its addresses. */
    private final PlantedSecret known = PlantedSecret.fresh();

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;
    private RefusingServer refusing = RefusingServer.withError("FATAL", "28P01", "no");
    private EchoingApi api = api();

    private static EchoingApi api() {
        try {
            return new EchoingApi();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @BeforeEach
    void plant() throws IOException {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        assertThat(Secret.of(known.value())).hasToString("***");
        refusing.close();
        refusing = RefusingServer.withError("FATAL", "28P01", "no " + HOSTILE + known.repeated());
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(
                project.resolve(".env"),
                "STRIPE_KEY=" + PlantedSecret.plain().value() + "\nWEBHOOK=https://hooks.example/"
                        + PlantedSecret.plain().value() + "\nEVERFLOW_API_KEY="
                        + PlantedSecret.plain().value() + "\nEVERFLOW_BASE_URL=" + api.url() + "\n");
        Files.writeString(
                project.resolve("secrets.toml"),
                "[destination.warehouse]\npassword = '" + PlantedSecret.plain().value()
                        + "'\nport = 'x'\n[shop]\nany = '"
                        + PlantedSecret.plain().value() + "'\n");
        Files.writeString(
                project.resolve("pipette.toml"),
                "[destination.warehouse]\nurl = 'postgres://me:${STRIPE_KEY}@h/d'\n[shop]\nvia = 'x ${WEBHOOK}'\n");
        input("orders.csv", "id,na" + HOSTILE + "me\n1,\"" + HOSTILE + "\"\n");
        input(
                "broken.jsonl",
                "{\"id\": 1}\n{\"id\": \"" + HOSTILE + known.value().replace("\\", "") + "\n");
        input("broken.duckdb", "no database " + known.repeated());
        input(
                "throws.jsh",
                "throw new IllegalStateException(args.length + \"" + HOSTILE + "\" + \"\"\"\n"
                        + known.repeated().replace("\\", "\\\\") + "\"\"\");\n");
        input("wrong.jsh", "var login = postgres(\"postgres://me:" + known.inUrl() + "@h/d\").pasword()\n");
    }

    @AfterEach
    void close() {
        System.setErr(standardError);
        refusing.close();
        api.close();
    }

    private Path input(String name, String content) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve("inputs")).resolve(name), content);
    }

    private String inputAt(String name) {
        return folder.resolve("inputs").resolve(name).toString();
    }

    /** Addresses with secrets in them, right and wrong. */
    private List<Supplier<String>> addresses() {
        String server = refusing.url("items").replaceFirst("^jdbc:postgresql:", "");
        return List.of(
                () -> "postgres:" + server.replace("//", "//loader:" + known.inUrl() + "@"),
                () -> "postgres:"
                        + server.replace(
                                "//", "//loader:" + PlantedSecret.fresh().inUrl() + "@"),
                () -> "jdbc:postgresql:" + server + "?user=loader&sslpassword="
                        + PlantedSecret.fresh().inUrl() + "&password="
                        + PlantedSecret.fresh().inUrl(),
                () -> "postgres:/loader:" + PlantedSecret.plain().value() + "@db.example/items",
                () -> "postgres//loader:" + PlantedSecret.plain().value() + "@db.example/items",
                () -> "loader:" + PlantedSecret.plain().value() + "@db.example/items",
                () -> "postgres://loader:" + PlantedSecret.plain().value() + "@db.example:99999/items",
                () -> "postgres://loader:" + PlantedSecret.plain().value() + "@db.example");
    }

    private List<Supplier<String>> words() {
        List<Supplier<String>> words = new ArrayList<>();
        words.addAll(List.of(() -> inputAt("orders.csv"), () -> inputAt("broken.jsonl"), () -> "everflow"));
        words.add(addresses().get(3));
        words.add(() -> HOSTILE);
        words.addAll(addresses());
        words.addAll(List.of(
                () -> inputAt("throws.jsh"),
                () -> inputAt("wrong.jsh"),
                () -> "duckdb:" + inputAt("broken.duckdb"),
                () -> "STRIPE_KEY",
                () -> "shop.via",
                () -> "destination.warehouse.url",
                () -> "https://" + PlantedSecret.plain().value() + "@api.example/x?api_key="
                        + PlantedSecret.plain().value()));
        return words;
    }

    private List<Supplier<String>> destinations() {
        return List.of(
                () -> "duckdb:" + folder.resolve("shop.duckdb"),
                addresses().get(0),
                addresses().get(3),
                () -> "duckdb:" + inputAt("broken.duckdb"));
    }

    private String run(List<String> call) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        String[] words = call.toArray(String[]::new);
        Main.commandLine(out, out, words).execute(words);
        String text = printed + logged.toString(StandardCharsets.UTF_8);
        logged.reset();
        return text;
    }

    /** An interactive shell is not started, and neither is a program in a JVM of its own. */
    private static boolean isRun(List<String> call) {
        boolean plansInItsOwnJvm =
                call.getLast().endsWith("throws.jsh") || call.getLast().equals("everflow");
        if (call.getFirst().equals("promote") && plansInItsOwnJvm && !call.contains("--name=planted")) {
            return false;
        }
        return !call.getFirst().equals("shell")
                || call.size() > 1 && !call.getLast().startsWith("--") && !new File(call.getLast()).exists();
    }

    @Test
    void no_command_shows_a_secret_or_commands_the_terminal() throws IOException {
        CommandCalls calls = new CommandCalls(
                words(),
                INPUTS,
                "shop",
                "orders",
                destinations(),
                List.of(
                        List.of("--home", folder.resolve("home").toString()),
                        List.of("--project", folder.resolve("project").toString()),
                        List.of("--name", "planted"),
                        List.of("--once"), // of the scheduler, which would not end
                        // of the commands that write the words of a script into another file
                        List.of("--overwrite", "--output=" + folder.resolve("project/converted"))));
        List<CommandSpec> commands = CommandCalls.below(
                Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()))
                        .getCommandSpec());

        assertThat(shownBy(drawn(commands, calls::withEachWord))).isEmpty();
        assertThat(shownBy(more())).isEmpty();
        assertThat(shownBy(ofJobs())).isEmpty();
        assertThat(written()).isEmpty();
        // a name or a key that is given by an option is stored as it is given
        assertThat(shownBy(drawn(commands, calls::withEachOption))).isEmpty();
    }

    /** A third of the calls of each command, chosen at random in each build, in their order; all of them where that is asked for. */
    private static List<List<String>> drawn(
            List<CommandSpec> commands, Function<List<CommandSpec>, List<List<String>>> calls) {
        if (Boolean.getBoolean("pipette.planted.all")) {
            return calls.apply(commands);
        }
        List<List<String>> drawn = new ArrayList<>();
        for (CommandSpec command : commands) {
            List<List<String>> all = calls.apply(List.of(command));
            List<Integer> places =
                    new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
            Collections.shuffle(places);
            places.stream().limit((all.size() + 2) / 3).sorted().map(all::get).forEach(drawn::add);
        }
        return drawn;
    }

    /** Programs, and queries whose rows and errors hold what nobody else would write. */
    private List<List<String>> more() {
        String database = "duckdb:" + folder.resolve("shop.duckdb");
        String text = (HOSTILE + known.value()).replace("'", "''");
        String query = "SELECT '" + text + "' AS \"" + HOSTILE + "\"";
        return List.of(
                List.of("run", inputAt("wrong.jsh")),
                List.of("run", "--debug", inputAt("throws.jsh"), "word"),
                List.of("sql", database, query),
                List.of("sql", "--format=json", database, "SELECT '" + HOSTILE + "' AS \"" + HOSTILE + "\""),
                List.of("sql", database, query + " FROM \"" + text.replace("\"", "\"\"") + "\""),
                List.of("show", database, "orders"));
    }

    /** A job that fails with a text full of secrets, and a script that is not promoted for the same reason. */
    private List<List<String>> ofJobs() throws IOException {
        Path script = input(
                "late.jsh",
                "throw new IllegalStateException(Files.readString(Path.of(\"" + inputAt("broken.duckdb") + "\")));\n");
        Path home = folder.resolve("home");
        JobDefinition job = JobDefinition.of("late", Jobs.script(script), new Schedule.Never(ZoneOffset.UTC))
                .retries(new RetryPolicy(1, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0))
                .inProcess();
        try (Jobs jobs = Jobs.open(Optional.empty(), home, Settings.from(folder, home, Map.of()))) {
            jobs.promote(job, script);
        }
        List<List<String>> calls = new ArrayList<>(List.of(List.of(
                "promote",
                "--name=planted",
                "--every=1h",
                "--home=" + home,
                "--folder=" + folder,
                inputAt("throws.jsh"))));
        for (List<String> words : List.of(
                List.of("jobs", "run", "late"),
                List.of("scheduler", "--once", "--json-log"),
                List.of("jobs", "history", "late"),
                List.of("jobs", "history", "late", "--json"),
                List.of("jobs", "logs", "late"),
                List.of("jobs", "logs", "late", "--json"),
                List.of("jobs", "--json"))) {
            List<String> call = new ArrayList<>(words);
            call.add("--home=" + home);
            calls.add(call);
        }
        return calls;
    }

    private List<String> shownBy(List<List<String>> calls) {
        List<String> shown = new ArrayList<>();
        for (List<String> call : calls) {
            if (isRun(call)) {
                String text = run(call);
                PlantedSecret.shownIn(text).ifPresent(where -> shown.add(call + "\n  shows " + where));
                String commands = PlantedSecret.commandsIn(text);
                if (!commands.isEmpty() && !call.contains("--format=csv")) {
                    shown.add(call + "\n  prints " + commands + " in " + text);
                }
            }
        }
        return shown;
    }

    /** Files that show a secret, but for those that were there. */
    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            !file.startsWith(folder.resolve("inputs")) && !file.startsWith(folder.resolve("project")))
                    .filter(PlantedSecretsTests::showsSecret)
                    .toList();
        }
    }

    private static boolean showsSecret(Path file) {
        try {
            return PlantedSecret.shownIn(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .isPresent();
        } catch (IOException gone) {
            return false;
        }
    }
}
