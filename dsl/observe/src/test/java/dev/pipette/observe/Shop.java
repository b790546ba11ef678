package dev.pipette.observe;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.resource;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.Workspace;
import java.nio.file.Path;

/** A pipeline of its own for a test, and resources for it. */
record Shop(Path folder) {
    Pipeline pipeline() {
        return workspace().pipeline("shop").datasetName("shop_data");
    }

    private Workspace workspace() {
        return Workspace.in(folder, duckdb(database()));
    }

    Path database() {
        return folder.resolve("shop.duckdb");
    }

    /** Two rows of a file. */
    Resource orders() {
        return csv("orders", workspace().file("orders.csv", "id,price\n1,1.50\n2,2.25\n"));
    }

    /** One row of Java, with a nested list of two. */
    Resource carts() {
        return resource("carts").json("[{\"id\": 7, \"lines\": [{\"sku\": \"A\"}, {\"sku\": \"B\"}]}]");
    }

    /** Fails with a message that has a secret. */
    Resource broken() {
        return resource("broken").stream(() -> {
            throw new IllegalStateException("GET https://me:hunter2@api.example refused");
        });
    }
}
