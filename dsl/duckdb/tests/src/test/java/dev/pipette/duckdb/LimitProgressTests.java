package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.NamedResource;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitProgressTests {
    @TempDir
    Path folder;

    @Test
    void the_row_behind_a_limit_is_not_counted() throws IOException {
        Path lines = Files.writeString(folder.resolve("numbers.jsonl"), "{\"id\": 1}\n".repeat(9));
        Path table = Files.writeString(folder.resolve("numbers.csv"), "id\n" + "1\n".repeat(9));
        NamedResource numbers = resource("numbers");

        assertCounts(numbers.rows(() ->
                IntStream.range(0, 9).<Object>mapToObj(id -> Map.of("id", id)).iterator()));
        assertCounts(numbers.files(lines));
        assertCounts(numbers.files(table));
        assertCounts(numbers.files(lines).map(row -> row));
    }

    private void assertCounts(Resource numbers) {
        List<Long> counts = new ArrayList<>();

        LoadInfo loaded = new Scratch(folder)
                .pipeline()
                .listener(new LoadListener() {
                    @Override
                    public void reached(LoadStep step, String loadId) {}

                    @Override
                    public void extracted(String resource, long rows) {
                        counts.add(rows);
                    }
                })
                .run(numbers.limit(2));

        assertThat(counts.getLast()).isEqualTo(2);
        assertThat(loaded.tables().getFirst().rows()).isEqualTo(2);
    }
}
