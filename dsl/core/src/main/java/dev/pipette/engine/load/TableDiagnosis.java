package dev.pipette.engine.load;

import dev.pipette.error.PipetteException;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.Taken;
import dev.pipette.spi.Check;
import dev.pipette.spi.Check.Status;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at the table that a load would fill, and says what the load would meet there. */
public final class TableDiagnosis {
    private static final String DATASET = "dataset";
    private static final String TABLE = "table";
    private static final String NOT_YET = "not there yet; the first load makes it";

    private final DestinationClient client;
    private final String dataset;
    private final String table;
    private final List<Check> checks = new ArrayList<>();

    /** A look at one table. */
    public TableDiagnosis(DestinationClient client, String dataset, String table) {
        this.client = client;
        this.dataset = dataset;
        this.table = table;
    }

    /** The checks of the destination, and those of the table after them. */
    public List<Check> checks() {
        checks.addAll(client.diagnose());
        if (!client.exists()) {
            checks.add(Check.ok(TABLE, NOT_YET));
        } else if (checks.getLast().status() == Status.SKIPPED) {
            checks.add(Check.skipped(TABLE, "because the destination could not be looked at"));
        } else {
            look();
        }
        return checks;
    }

    private void look() {
        try (DestinationSession session = client.open(Access.READ)) {
            session.beginReading();
            look(session);
        } catch (PipetteException failed) {
            String message = String.valueOf(failed.getMessage());
            checks.add(Check.failed(TABLE, message.substring(message.indexOf("] ") + 2), ""));
        }
    }

    private void look(DestinationSession session) {
        if (!session.hasDataset(dataset)) {
            checks.add(Check.ok(DATASET, dataset + " is " + NOT_YET));
            checks.add(Check.ok(TABLE, table + " is " + NOT_YET));
            return;
        }
        Map<String, List<TableColumn>> tables = session.tables(dataset);
        checks.add(Check.ok(DATASET, dataset + " has " + counted(tables.size(), "table")));
        List<TableColumn> columns = tables.get(table);
        if (columns == null) {
            checks.add(session.inTheWay(dataset, table)
                    .map(other -> Check.failed(
                            TABLE,
                            other + " has the name " + table,
                            "Rename or drop it, or load into a table of another name."))
                    .orElseGet(() -> Check.ok(TABLE, table + " is " + NOT_YET)));
            return;
        }
        checks.add(Check.ok(
                TABLE,
                table + " has " + counted(columns.size(), "column") + ": "
                        + columns.stream()
                                .map(column -> column.name() + " " + column.sqlType())
                                .collect(Collectors.joining(", "))));
        columns.forEach(column -> column(column).ifPresent(checks::add));
        checks.addAll(session.inspect(dataset, table));
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** What is special about a column; empty for one that Pipette could have made. */
    private static Optional<Check> column(TableColumn column) {
        String name = "column " + column.name();
        if (column.closed().isPresent()) {
            return Optional.of(Check.warning(
                    name, "takes no values", "Here, " + column.closed().get()));
        }
        if (column.type().isEmpty()) {
            return Optional.of(Check.warning(
                    name,
                    column.sqlType() + " is a type that Pipette does not write",
                    "It cannot be a key, and values for it go to columns beside it."));
        }
        if (column.taken() instanceof Taken.AtMost) {
            return Optional.of(Check.ok(
                    name,
                    column.sqlType() + "; a text that is longer goes beside it, or is refused in a key"
                            + column.pinnedBy()
                                    .map(user -> "; stays so, because " + user + " uses it")
                                    .orElse("")));
        }
        if (column.cast().isPresent()) {
            return Optional.of(Check.ok(
                    name,
                    column.type().get().dataType().dltName() + " is cast to " + column.sqlType()
                            + "; a value that it does not hold goes beside it, or is refused in a key"));
        }
        return column.pinnedBy()
                .map(user -> Check.ok(name, "stays " + column.sqlType() + ", because " + user + " uses it"));
    }
}
