package dev.pipette.cli;

import dev.pipette.PipelineAdmin.Info;
import dev.pipette.PipelineAdmin.Load;
import dev.pipette.PipelineAdmin.PendingPackage;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints what is known of a pipeline, for people or for programs. */
final class PipelineSummary {
    private final PrintWriter out;
    private final boolean json;

    PipelineSummary(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void names(List<String> names) {
        if (json) {
            document(names);
        } else if (names.isEmpty()) {
            out.println("no pipelines");
        } else {
            names.forEach(out::println);
        }
    }

    void info(Info info) {
        if (json) {
            document(JsonDocument.object(
                    "pipeline", info.pipeline(),
                    "destination", Secrets.masked(info.destination()),
                    "dataset", info.dataset(),
                    "folder", info.folder().toString(),
                    "committed_before", info.committedBefore(),
                    "state_version", info.stateVersion(),
                    "resource_states", info.resourceStates(),
                    "pending",
                            info.pending().stream().map(PipelineSummary::json).toList()));
            return;
        }
        out.println("pipeline       " + info.pipeline());
        out.println("destination    " + Secrets.masked(info.destination()));
        out.println("dataset        " + info.dataset());
        out.println("folder         " + info.folder());
        out.println("loaded before  " + (info.committedBefore() ? "yes" : "no"));
        out.println("state version  " + info.stateVersion());
        out.println();
        out.println("state:");
        printStates(info.resourceStates());
        out.println();
        out.println("pending:");
        printPending(info.pending());
    }

    void loads(List<Load> loads) {
        if (json) {
            document(loads.stream()
                    .map(load -> JsonDocument.object(
                            "load_id", load.loadId(),
                            "inserted_at", load.insertedAt(),
                            "status", load.status(),
                            "schema_name", load.schemaName()))
                    .toList());
            return;
        }
        AlignedTable table = new AlignedTable("load id", "inserted at", ">status", "schema");
        loads.forEach(load -> table.add(
                load.loadId(), load.insertedAt().toString(), String.valueOf(load.status()), load.schemaName()));
        out.print(loads.isEmpty() ? "  none" + System.lineSeparator() : table);
    }

    void state(Map<String, Map<String, Object>> states) {
        if (json) {
            document(states);
        } else {
            printStates(states);
        }
    }

    private void printStates(Map<String, Map<String, Object>> states) {
        if (states.isEmpty()) {
            out.println("  none");
        }
        states.forEach((resource, state) -> out.println("  " + resource + "  " + JsonDocument.oneLine(state)));
    }

    void schema(Optional<Schema> committed) {
        if (json) {
            out.println(committed.map(Schema::toJson).orElse("null"));
            return;
        }
        if (committed.isEmpty()) {
            out.println("  none: nothing was loaded yet");
            return;
        }
        Schema schema = committed.get();
        out.println(schema.name() + ", version " + schema.version() + ", " + schema.versionHash());
        for (TableSchema table : schema.dataTables()) {
            out.println();
            out.println(table.name()
                    + table.parent().map(parent -> ", nested in " + parent).orElse("") + ":");
            AlignedTable columns = new AlignedTable("column", "type", "");
            table.columns()
                    .forEach((name, column) -> columns.add(
                            name,
                            column.dataType()
                                    .map(type -> type.name().toLowerCase(Locale.ROOT))
                                    .orElse("unknown"),
                            column.nullable() ? "" : "not null"));
            out.print(columns);
        }
    }

    void pending(List<PendingPackage> pending) {
        if (json) {
            document(pending.stream().map(PipelineSummary::json).toList());
        } else {
            printPending(pending);
        }
    }

    private void printPending(List<PendingPackage> pending) {
        if (pending.isEmpty()) {
            out.println("  none");
        }
        for (PendingPackage waiting : pending) {
            String rows = waiting.rows().entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%s %,d rows", entry.getKey(), entry.getValue()))
                    .reduce((left, right) -> left + ", " + right)
                    .orElse("no rows");
            out.println("  " + waiting.loadId() + "  " + waiting.state() + "  " + rows);
            out.println("    " + waiting.folder());
            waiting.reason().ifPresent(reason -> out.println("    " + Secrets.masked(reason)));
        }
    }

    void discarded(List<String> loadIds) {
        if (json) {
            document(JsonDocument.object("discarded", loadIds));
        } else {
            out.println("discarded " + String.join(", ", loadIds));
        }
    }

    private void document(Object value) {
        out.println(JsonDocument.indented(value));
    }

    private static Map<String, @Nullable Object> json(PendingPackage waiting) {
        return JsonDocument.object(
                "load_id", waiting.loadId(),
                "state", waiting.state(),
                "folder", waiting.folder().toString(),
                "rows", waiting.rows(),
                "reason", waiting.reason().map(Secrets::masked));
    }
}
