package dev.pipette.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedLineTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p.adm                          | JAVA    | adm  |",
                "p.run(                         | JAVA    | ``   |",
                "json(\"a\", Path.of(\"data/ea  | PATH    | ea   | data/",
                "json(\"a\", p.tab              | JAVA    | tab  |",
                "Path.of(\"a\\\"b               | PATH    | a\\\"b |",
                "/sa                            | COMMAND | /sa  |",
                "/open jshell/examples/fi       | PATH    | fi   | jshell/examples/",
                "/open fi                       | PATH    | fi   |",
                "/jar lib/a.jar li              | PATH    | li   |",
                "/vars x                        | JAVA    | x    |"
            })
    void the_word_before_the_cursor_is_a_name_a_path_or_a_command(
            String line, TypedLine.Kind kind, String word, @org.jspecify.annotations.Nullable String folder) {
        TypedLine typed = TypedLine.of(line, line.length());

        assertThat(typed.kind()).isEqualTo(kind);
        assertThat(typed.word()).isEqualTo(word);
        if (kind == TypedLine.Kind.PATH) {
            assertThat(typed.folder()).isEqualTo(folder == null ? "" : folder);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "postgres(url).password(\"hunter2\")         | true",
                "postgres(\"postgres://me:hunter2@host/db\") | true",
                "env.secret(\"SUPABASE_DB_PASSWORD\")        | true",
                "json(\"orders\", Path.of(\"orders.json\"))  | false",
                "var p = pipeline(\"shop\", duckdb(\"a\"))   | false"
            })
    void an_input_that_may_hold_a_secret_is_not_kept(String input, boolean isSecret) {
        assertThat(ShellHistory.isSecret(input)).isEqualTo(isSecret);
    }
}
