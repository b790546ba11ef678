package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with the database shop.duckdb, into which the command loaded events with a cursor. */
record ShopPipeline(Path folder) {
    static ShopPipeline load(Path folder) throws IOException {
        ShopPipeline shop = new ShopPipeline(folder);
        Path file = Files.writeString(folder.resolve("events.jsonl"), "{\"id\": 1, \"tags\": [\"a\"]}\n{\"id\": 2}\n");
        Result loaded = Cli.run("load", file, "--into", shop.database(), "--cursor", "id", "--home", shop.home());
        assertThat(loaded.err()).isEmpty();
        return shop;
    }

    Path home() {
        return folder.resolve("home");
    }

    String database() {
        return "duckdb:" + folder.resolve("shop.duckdb");
    }

    /** Runs {@code pipette pipeline} in its home. */
    Result pipeline(String... arguments) {
        List<Object> all = new ArrayList<>(List.of("pipeline", "--home", home()));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray());
    }
}
