package dev.pipette.engine.columnar;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Counts what many columns of text hold. The values of all of them are counted as those of one column, in groups: the
 * time that DuckDB needs for a statement grows with the square of its aggregates (1,000 columns with two each: 11 s
 * before the first row is read), and a statement for each column opens the file as many times.
 */
public final class ManyProfiles {
    /** Up to this many columns, aggregates of their own are faster. */
    public static final int FEW = 30;

    /** Columns whose values are in memory together; DuckDB holds 2,048 rows of them for each thread. */
    private static final int AT_ONCE = 2_500;

    private ManyProfiles() {}

    /**
     * The profiles of some columns.
     *
     * @param columns as SQL, over {@code from}
     */
    public static List<TextProfile> of(DuckEngine engine, List<String> columns, String from) throws SQLException {
        List<TextProfile> profiles = new ArrayList<>();
        for (int begin = 0; begin < columns.size(); begin += AT_ONCE) {
            int end = Math.min(columns.size(), begin + AT_ONCE);
            profiles.addAll(together(engine, columns.subList(begin, end), from));
        }
        return profiles;
    }

    private static List<TextProfile> together(DuckEngine engine, List<String> columns, String from)
            throws SQLException {
        String sql = "SELECT " + TextProfile.aggregates("t") + ", i FROM (SELECT unnest(list_value("
                + String.join(", ", columns) + ")) AS t, unnest(range(" + columns.size() + ")) AS i FROM " + from
                + ") GROUP BY i";
        List<TextProfile> profiles = new ArrayList<>(Collections.nCopies(columns.size(), TextProfile.EMPTY));
        try (var connection = engine.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                profiles.set(row.getInt("i"), TextProfile.read(row, 0));
            }
            return profiles;
        }
    }
}
