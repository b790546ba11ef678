package dev.pipette.replicate;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Source;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a replication file says: a source, a destination, and the tables or files to load. It is compiled into the values of the
 * language, so that what works for a pipeline works for it: plans, tests, promoted jobs.
 *
 * <pre>{@code
 * Replication shop = Replication.read(Path.of("shop.yaml"));
 * shop.run();
 *
 * Source source = shop.source();               // resources like any other, to test or to change
 * shop.pipeline().plan(source);
 * }</pre>
 *
 * <p>The file:
 *
 * <pre>
 * source: postgres://reader@db.example.com/shop
 * into: duckdb:shop.duckdb
 * defaults:
 *   write: merge
 * streams:
 *   public.*:
 *   public.orders: {cursor: updated_at, exclude: [notes]}
 *   public.audit_log: {disabled: true}
 * </pre>
 */
@CheckReturnValue
public final class Replication {
    private final ReplicationFile file;
    private final Settings settings;
    private final Optional<Destination> destination;
    private final List<String> chosen;

    private Replication(
            ReplicationFile file, Settings settings, Optional<Destination> destination, List<String> chosen) {
        this.file = file;
        this.settings = settings;
        this.destination = destination;
        this.chosen = chosen;
    }

    /**
     * Reads a file, with the settings of the current folder. Neither the source nor the destination is asked.
     *
     * @throws PipetteException BAD_USAGE with the line of what is wrong
     */
    public static Replication read(Path file) {
        return read(file, Settings.load());
    }

    /** Reads a file. See {@link #read(Path)}. */
    public static Replication read(Path file, Settings settings) {
        return new Replication(ReplicationFile.read(file), settings, Optional.empty(), List.of());
    }

    /**
     * Reads a text that is the content of a replication file, for a program that has it in itself.
     *
     * <pre>{@code
     * Replication.parse(Path.of("shop.yaml"), """
     *     source: postgres://reader@db.example.com/shop
     *     into: duckdb:shop.duckdb
     *     streams: {public.*: }
     *     """).run();
     * }</pre>
     *
     * @param file that the text stands for: it names the pipeline and is in errors, and folders are relative to it
     */
    public static Replication parse(Path file, String text) {
        return new Replication(ReplicationFile.parse(file, text), Settings.load(), Optional.empty(), List.of());
    }

    /**
     * A script for {@code pipette run} that does what a file says, with the file's text in it, so that it can be promoted to a job.
     *
     * @throws PipetteException BAD_USAGE with the line of what is wrong with the file
     */
    public static String script(Path file) {
        String written = ReplicationFile.text(file);
        ReplicationFile.parse(file, written);
        String text = written.replace("\\", "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
        String path = file.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return "// what " + file.getFileName() + " says: made by 'pipette replicate --script'\n"
                + "import dev.pipette.replicate.Replication;\nimport java.nio.file.Path;\n\n"
                + "Replication.parse(Path.of(\"" + path + "\"), \"\"\"\n" + text + (text.endsWith("\n") ? "" : "\n")
                + "\"\"\").run();\n";
    }

    /** The JSON Schema (draft 2020-12) of replication files, for editors. */
    public static String jsonSchema() {
        try (InputStream schema =
                Objects.requireNonNull(Replication.class.getResourceAsStream("replication.schema.json"))) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The name of the pipeline: what the file says, or its own name without its ending. */
    public String name() {
        return file.name();
    }

    /** The names and patterns of its streams, in their order, without those that are disabled. */
    public List<String> streams() {
        return file.streams().stream()
                .filter(stream -> !stream.isDisabled())
                .map(StreamRules::name)
                .toList();
    }

    /**
     * Whether its source is a folder that is named from the folder of the file, so that the file means something else elsewhere.
     */
    public boolean readsBeside() {
        return !StreamResources.isDatabase(file, settings)
                && !file.source().contains("://")
                && !Path.of(file.source()).isAbsolute();
    }

    /** Loads into another destination than the one that the file names. */
    public Replication into(Destination other) {
        return new Replication(file, settings, Optional.of(other), chosen);
    }

    /**
     * Loads only these of its streams.
     *
     * @param streams names or patterns as they stand in the file, or the names of tables that a pattern of the file covers
     * @throws PipetteException BAD_USAGE for one that the file does not have, when {@link #source()} is made
     */
    public Replication only(String... streams) {
        return new Replication(file, settings, destination, List.of(streams));
    }

    /**
     * The resources of its streams. A database is asked for its tables, with their types and keys; no row is read.
     *
     * @throws PipetteException BAD_USAGE with the line of what cannot be; SOURCE_MISSING for a table that is not there
     */
    public Source source() {
        return new StreamResources(file, settings, chosen).source();
    }

    /**
     * The pipeline.
     *
     * @throws PipetteException BAD_USAGE where the file names no destination, and {@link #into(Destination)} gave none
     */
    public Pipeline pipeline() {
        Destination into = destination
                .or(() -> file.into().map(text -> Destination.of(text, () -> settings)))
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "replication file " + file.path()
                                + " names no destination. Add a line like 'into: duckdb:shop.duckdb', or say"
                                + " .into(..) (--into DESTINATION)."));
        Pipeline pipeline = Pipeline.of(name(), into);
        return file.dataset().map(pipeline::datasetName).orElse(pipeline);
    }

    /** Loads all streams, or none. */
    @CanIgnoreReturnValue
    public LoadInfo run() {
        return pipeline().run(source());
    }

    @Override
    public String toString() {
        return file.path() + " (" + String.join(", ", streams()) + ")";
    }
}
