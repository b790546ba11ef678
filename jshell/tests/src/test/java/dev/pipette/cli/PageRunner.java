package dev.pipette.cli;

import dev.pipette.cli.CellSession.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Executes the samples of a page in the working folder, and writes the page again with what they print. A block whose first line
 * is {@code ```java file=orders.jsh} is the content of this file, or more of it where the file is there. {@code ```java} has lines
 * that are typed, {@code ```bash} has commands, and a {@code ```text} behind them has what they print. In it, a line {@code ..}
 * means any lines.
 */
final class PageRunner {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)(?: file=([\\w.-]+))?\n(.*?)^```$");
    /** Of a run: its time, and the id of its load. */
    private static final Pattern CHANGING = Pattern.compile("\\b\\d[\\d.,]* (?:ms|s)\\b|\\b\\d{10}\\.\\d{7}\\b");

    private final String page;
    private int cells;

    PageRunner(String page) {
        this.page = page;
    }

    /** The page, where each block of output that is not what was printed is what was printed. */
    String executed() throws IOException {
        StringBuilder written = new StringBuilder();
        try (CellSession session = CellSession.open()) {
            Matcher block = BLOCK.matcher(page);
            String printed = "";
            while (block.find()) {
                String text = block.group(3);
                if (block.group(2) != null) {
                    Files.writeString(
                            Path.of(block.group(2)), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } else {
                    switch (block.group(1)) {
                        case "java" -> printed = typed(text, session);
                        case "bash" -> printed = commands(text);
                        case "text" ->
                            block.appendReplacement(
                                    written, Matcher.quoteReplacement("```text\n" + shown(text, printed) + "```"));
                        default ->
                            throw new IllegalArgumentException("who executes a block of " + block.group(1) + "?");
                    }
                }
            }
            return block.appendTail(written).toString();
        }
    }

    private String typed(String lines, CellSession session) {
        if (lines.contains("@LoadTest")) {
            return ""; // a class of tests is compiled and run by the tests of the test kit
        }
        return ExampleRunner.printed(out -> {
            Optional<Shown> value = session.run(++cells, lines);
            value.ifPresent(shown -> out.println(shown.value()));
        });
    }

    private static String commands(String lines) {
        return ExampleRunner.printed(out -> {
            for (String line : lines.split("\n")) {
                ExampleRunner.command(line, out);
            }
        });
    }

    /** What the page has, where it says the same as what was printed, but for what changes from run to run. */
    private static String shown(String expected, String printed) {
        String pattern = Stream.of(expected.split("(?m)^\\.\\.\n", -1))
                .map(PageRunner::steady)
                .map(Pattern::quote)
                .collect(Collectors.joining("(?s:.*\n)?"));
        return steady(printed).matches(pattern) ? expected : printed;
    }

    private static String steady(String text) {
        return CHANGING.matcher(text).replaceAll("~");
    }
}
