package dev.pipette.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTests {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "it's", "a\0b", "\0", "'\0\0'", "a\\b\n"})
    void duckdb_reads_the_text_that_was_written(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + Sql.literal(text) + " || 'end'")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo(text + "end");
        }
    }
}
