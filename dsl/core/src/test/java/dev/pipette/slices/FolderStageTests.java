package dev.pipette.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderStageTests {
    @TempDir
    private Path folder;

    private Stage stage() {
        return Stages.open(folder.resolve("stage").toString(), Settings.load());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_first_document_of_a_key_stays() throws IOException {
        Stage stage = stage();

        assertThat(stage.putIfAbsent("load/a.json", bytes("first"))).isTrue();
        assertThat(stage.putIfAbsent("load/a.json", bytes("second"))).isFalse();
        assertThat(stage.read("load/a.json"))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes("first")));
        assertThat(stage.read("load/b.json")).isEmpty();
    }

    @Test
    void of_many_that_put_at_once_one_wins() {
        Stage stage = stage();
        AtomicInteger won = new AtomicInteger();

        IntStream.range(0, 200).parallel().forEach(number -> {
            try {
                if (stage.putIfAbsent("load/" + number % 10, bytes(String.valueOf(number)))) {
                    won.incrementAndGet();
                }
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        });

        assertThat(won).hasValue(10);
    }

    @Test
    void files_are_replaced_listed_fetched_and_deleted_with_their_folders() throws IOException {
        Stage stage = stage();
        Path file = Files.writeString(folder.resolve("file"), "rows");
        stage.put("shop/1/a", file);
        stage.put("shop/1/b/c", file);
        stage.put("shop/2/d", Files.writeString(file, "other rows"));
        stage.put("shop/1/a", file);

        assertThat(stage.list("shop/1/")).containsExactlyInAnyOrder("shop/1/a", "shop/1/b/c");
        assertThat(stage.fetch("shop/1/a", folder.resolve("fetched"))).isTrue();
        assertThat(folder.resolve("fetched")).hasContent("other rows");
        assertThat(stage.fetch("shop/1/none", folder.resolve("none"))).isFalse();

        stage.delete(List.of("shop/1/a", "shop/1/b/c", "shop/1/none"));
        assertThat(folder.resolve("stage/shop/1")).doesNotExist();
        assertThat(stage.list("shop/")).containsExactly("shop/2/d");
        assertThat(stage.list("none/")).isEmpty();
    }

    @Test
    void keys_stay_inside_and_addresses_are_known() {
        assertThatThrownBy(() -> stage().read("../secret")).hasMessageContaining("'../secret' is outside of the stage");
        assertThatThrownBy(() -> Stages.open("gopher://host/stage", Settings.load()))
                .hasMessageStartingWith(
                        "[BAD_USAGE] no stage has an address like 'gopher://host/stage'. Use the path of a folder");
    }
}
