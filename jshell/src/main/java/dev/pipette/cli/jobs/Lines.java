package dev.pipette.cli.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Names and values, aligned; those without a value are left out. */
final class Lines {
    private record Line(String name, String value) {}

    private final List<Line> lines = new ArrayList<>();

    void add(String name, String value) {
        if (!value.isEmpty()) {
            lines.add(new Line(name, value));
        }
    }

    /** A value of several lines continues below its first one. */
    String text() {
        int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0) + 2;
        return lines.stream()
                .map(line -> line.name()
                        + " ".repeat(width - line.name().length())
                        + line.value().strip().replace("\n", "\n" + " ".repeat(width)))
                .collect(Collectors.joining("\n"));
    }
}
