package dev.pipette.testing.campaign;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static java.util.Objects.requireNonNull;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is loaded. A scenario has rounds; each is one call of a run, and changes what the one before it loaded: new
 * columns, fewer and more nested rows, other rows at the cursor's boundary.
 */
enum Scenario {
    MERGE(true) {
        @Override
        List<Resource> resources(int round, Path input) {
            return List.of(merged(round));
        }
    },
    REPLACE(true) {
        @Override
        List<Resource> resources(int round, Path input) {
            return List.of(replaced(round), replacedByKind(round));
        }
    },
    APPEND_CURSOR(true) {
        @Override
        List<Resource> resources(int round, Path input) {
            return List.of(followed(round), followedByKey(round), followedByKind(round));
        }
    },
    APPEND_RUN_KEY(true) {
        @Override
        List<Resource> resources(int round, Path input) {
            return List.of(appended(round));
        }

        @Override
        Pipeline with(Pipeline pipeline, int round) {
            return pipeline.runKey("round " + round);
        }
    },
    APPEND_ROWS(false) {
        @Override
        List<Resource> resources(int round, Path input) {
            return List.of(appended(round));
        }
    },
    APPEND_FILES(false) {
        @Override
        List<Resource> resources(int round, Path input) {
            return List.of(
                    csv("flat_file", input.resolve("flat-" + round + ".csv")),
                    jsonl("nested_file", input.resolve("nested-" + round + ".jsonl")));
        }
    },
    EVERYTHING(false) {
        @Override
        List<Resource> resources(int round, Path input) {
            return all(
                    COVERED.resources(round, input),
                    APPEND_ROWS.resources(round, input),
                    APPEND_FILES.resources(round, input));
        }
    },
    COVERED(true) {
        @Override
        List<Resource> resources(int round, Path input) {
            return all(
                    MERGE.resources(round, input),
                    REPLACE.resources(round, input),
                    APPEND_CURSOR.resources(round, input));
        }
    };

    private static final int ROWS = 60;

    private final boolean coveredWithoutFolder;

    Scenario(boolean coveredWithoutFolder) {
        this.coveredWithoutFolder = coveredWithoutFolder;
    }

    /** Whether promise 1 covers it when the working folder is lost: its input has an identity. */
    boolean coveredWithoutFolder() {
        return coveredWithoutFolder;
    }

    /** What a round loads. */
    abstract List<Resource> resources(int round, Path input);

    /** What the pipeline of a round has besides. */
    Pipeline with(Pipeline pipeline, int round) {
        return pipeline;
    }

    /** Loads a round. */
    final void load(Pipeline pipeline, int round, Path input) {
        with(pipeline, round).run(resources(round, input));
    }

    /** Writes the files that the rounds read. */
    static void writeInput(Path input, int rounds) throws IOException {
        Files.createDirectories(input);
        for (int round = 1; round <= rounds; round++) {
            List<String> flat = new ArrayList<>();
            flat.add(round == 1 ? "id,price" : "id,price,note");
            List<String> nested = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                flat.add(row + "," + round + "." + row + (round == 1 ? "" : ",round " + round));
                nested.add("{\"id\": " + row + ", \"round\": " + round + ", \"parts\": [" + row + ", " + round + "]}");
            }
            Files.write(input.resolve("flat-" + round + ".csv"), flat);
            Files.write(input.resolve("nested-" + round + ".jsonl"), nested);
        }
    }

    private static Resource merged(int round) {
        return resource("merged").stream(() -> IntStream.range(0, ROWS)
                        .map(row -> row + (round - 1) * ROWS / 2)
                        .mapToObj(id -> {
                            Map<String, Object> row = row(id, round);
                            row.put("parts", nested(id, round));
                            return row;
                        }))
                .merge("id");
    }

    private static Resource replaced(int round) {
        return resource("replaced").stream(() -> IntStream.range(0, ROWS).mapToObj(id -> {
                    Map<String, Object> row = row(id + round, round);
                    row.put("parts", nested(id, round));
                    return row;
                }))
                .replace();
    }

    /** A growing log: every round has the rows of the earlier ones, and some share the value at which those ended. */
    private static Resource followed(int round) {
        return resource("followed").stream(() -> log(round)).incremental(cursor("at", Long.class));
    }

    private static Resource followedByKey(int round) {
        return resource("followed_by_key").stream(() -> log(round))
                .primaryKey("id")
                .incremental(cursor("at", Long.class));
    }

    /** The rows of each round choose tables of which only some were there before; the others become empty. */
    private static Resource replacedByKind(int round) {
        return resource("replaced_by_kind").stream(() -> IntStream.range(0, ROWS)
                        .mapToObj(id -> {
                            Map<String, Object> row = row(id, round);
                            row.put("kind", "kind " + (id % 2 + round));
                            row.put("parts", nested(id, round));
                            return row;
                        }))
                .tableBy("kind")
                .replace();
    }

    private static Resource followedByKind(int round) {
        return resource("followed_by_kind").stream(() -> log(round))
                .tableBy(row -> "log_" + ((Number) requireNonNull(row.get("id"))).intValue() % 3)
                .primaryKey("id")
                .incremental(cursor("at", Long.class));
    }

    private static Stream<Map<String, Object>> log(int rounds) {
        return IntStream.rangeClosed(1, rounds)
                .boxed()
                .flatMap(round -> IntStream.range(0, ROWS).mapToObj(index -> {
                    Map<String, Object> row = row(round * 1000 + index, 1);
                    // the first third of a round shares the last value of the one before it
                    row.put("at", index < ROWS / 3 ? round - 1L : (long) round);
                    row.put("parts", List.of(index));
                    return row;
                }));
    }

    private static Resource appended(int round) {
        return resource("appended").stream(() -> IntStream.range(0, ROWS).mapToObj(id -> {
            Map<String, Object> row = row(id, round);
            row.put("parts", nested(id, round));
            return row;
        }));
    }

    private static Map<String, Object> row(int id, int round) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("round", round);
        if (round > 1) {
            row.put("note_" + round, "it's new; in round " + round);
        }
        return row;
    }

    private static List<Map<String, Object>> nested(int id, int round) {
        return IntStream.range(0, (id + round) % 3)
                .mapToObj(index -> Map.<String, Object>of("part", index, "marks", List.of("a" + id, "b" + round)))
                .toList();
    }

    @SafeVarargs
    private static List<Resource> all(List<Resource>... resources) {
        return Stream.of(resources).flatMap(List::stream).toList();
    }
}
