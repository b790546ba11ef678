package dev.pipette.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that {@code /save} writes use values by the numbers that the shell gave them. */
class SavedScriptTests {
    @TempDir
    Path folder;

    @Test
    void a_value_that_is_used_by_its_number_is_declared_by_it() {
        Path saved = folder.resolve("saved.jsh");

        Shell.typed(
                folder,
                "1 / 0",
                "\"two\"",
                "\"three\".concat(\"s\")",
                "  .toUpperCase()",
                "\"five\".concat(\"s\")",
                "  .toUpperCase()",
                "int length = ($2 + $6).length(); $2.repeat(2)",
                "$7 + $5",
                "/save " + saved);

        assertThat(saved).content().isEqualTo("""
                var $2 = "two"
                "three".concat("s")
                .toUpperCase()
                var $5 = "five".concat("s")
                var $6 = $5.toUpperCase()
                int length = ($2 + $6).length(); var $7 = $2.repeat(2)
                $7 + $5
                """);
        Shell.Result again = Shell.run(folder, List.of(saved), new StringReader("length\n$7\n"));
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).endsWith("length ==> 8\n$7 ==> \"twotwo\"\n");
    }

    @Test
    void the_expression_itself_is_declared_and_not_another_place_with_the_same_text() {
        Path saved = folder.resolve("saved.jsh");

        Shell.typed(folder, "int a = 2", "int b = a + 1; a + 1", "$1 + b", "/save " + saved);

        assertThat(saved).content().isEqualTo("int a = 2\nint b = a + 1; var $1 = a + 1\n$1 + b\n");
    }

    @Test
    void a_script_of_values_without_numbers_is_what_was_typed() throws IOException {
        Path saved = folder.resolve("saved.jsh");

        Shell.piped(folder, "1 / 0", "1 + 1", "var price$2 = 3", "price$2 + 1", "/save " + saved);

        assertThat(saved).content().isEqualTo("1 + 1\nvar price$2 = 3\nprice$2 + 1\n");
    }
}
