package dev.pipette.jdbc;

import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.spi.RowSource;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens the rows of a selection in one statement. */
final class TableRows implements RowSource.Opener {
    private final Selection selection;
    private final Optional<Cursor<?>> cursor;
    private final @Nullable String statement;

    TableRows(Selection selection, Optional<Cursor<?>> cursor) {
        this(selection, cursor, null);
    }

    /** @param statement that is run as it is */
    TableRows(Selection selection, String statement) {
        this(selection, Optional.empty(), statement);
    }

    private TableRows(Selection selection, Optional<Cursor<?>> cursor, @Nullable String statement) {
        this.selection = selection;
        this.cursor = cursor;
        this.statement = statement;
    }

    @Override
    public Stream<Map<String, Object>> open(ExtractContext context) {
        CursorCondition condition = CursorCondition.of(selection, cursor, context);
        String sql = statement != null ? statement : selection.select() + condition.where() + condition.order();
        Connection connection = selection.connections().open();
        return RowStream.open(selection, connection, sql, condition.bounds(), context.declaredColumns())
                .onClose(() -> Connections.close(connection));
    }
}
