package dev.pipette.benchmark;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A flat row that Java code makes: the columns of the route measurements in java-stack.md, section 1.2. */
record Measurement(long id, LocalDateTime takenAt, double value, String device, String kind, boolean valid) {
    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final String[] KINDS = {"temperature", "humidity", "pressure", "wind", "rain"};

    private static Measurement of(long id) {
        return new Measurement(
                id,
                BEGIN.plusSeconds(id),
                (id * 7919 % 100_003) / 8.0,
                "device-" + id * 31 % 65_537,
                KINDS[(int) (id % KINDS.length)],
                id % 3 != 0);
    }

    static Stream<Measurement> stream(long rows) {
        return LongStream.range(0, rows).mapToObj(Measurement::of);
    }

    Map<String, Object> map() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("takenAt", takenAt);
        row.put("value", value);
        row.put("device", device);
        row.put("kind", kind);
        row.put("valid", valid);
        return row;
    }
}
