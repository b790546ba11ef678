package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFileTests {
    @TempDir
    Path folder;

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("job.env"), content);
    }

    @Test
    void a_file_is_read_by_the_rules_of_dot_env_and_its_secrets_are_hidden() throws Exception {
        Path file = file(
                "# of the shop\nexport SHOP_HOST=${HOST}.example\nSHOP_PASSWORD='env-file-pa$$word'\nURL=https://${SHOP_HOST}/\n");
        assertThat(EnvFile.read(file, Map.of("HOST", "shop")))
                .containsExactly(
                        entry("SHOP_HOST", "shop.example"),
                        entry("SHOP_PASSWORD", "env-file-pa$$word"),
                        entry("URL", "https://shop.example/"));
        assertThat(Secrets.masked("it is env-file-pa$$word at shop.example")).isEqualTo("it is *** at shop.example");
    }

    @Test
    void what_cannot_be_read_is_named() throws Exception {
        Path missing = folder.resolve("none.env");
        assertThatThrownBy(() -> EnvFile.read(missing, Map.of()))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[BAD_SETTINGS] the file of variables " + missing + " does not exist.");
        Path broken = file("A=1\nno assignment\n");
        assertThatThrownBy(() -> EnvFile.read(broken, Map.of()))
                .hasMessage("[BAD_SETTINGS] " + broken + ", line 2: NAME=VALUE is wanted here.");
        Path open = file("A=${OTHER}\n");
        assertThatThrownBy(() -> EnvFile.read(open, Map.of()))
                .hasMessage("[BAD_SETTINGS] " + open + ": A needs the variable OTHER, which is not set.");
    }
}
