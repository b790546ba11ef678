package dev.pipette.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines from a pipe or a file. A line that begins with a dot continues the lines above it, if it has arrived by then. */
final class PipedInput implements ShellInput {
    private static final Pattern CONTINUES = Pattern.compile("\\s*\\.\\s*[A-Za-z_$].*");
    private static final Pattern COMMENT = Pattern.compile("\\s*(?://.*)?");

    private final BufferedReader reader;
    private final Predicate<String> isWhole;
    private final Deque<String> read = new ArrayDeque<>();
    private final List<String> history = new ArrayList<>();

    PipedInput(BufferedReader reader, Predicate<String> isWhole) {
        this.reader = reader;
        this.isWhole = isWhole;
    }

    @Override
    public Optional<String> next() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            text.append(line).append('\n');
            if (!text.toString().isBlank() && isWhole.test(text.toString()) && !continues()) {
                break;
            }
        }
        if (text.toString().isBlank()) {
            return Optional.empty();
        }
        history.add(text.toString().strip());
        return Optional.of(text.toString());
    }

    private @Nullable String line() throws IOException {
        return read.isEmpty() ? reader.readLine() : read.poll();
    }

    /** Whether the next line of code that is there begins with a dot; comments may be between. */
    private boolean continues() throws IOException {
        for (String line : read) {
            if (!COMMENT.matcher(line).matches()) {
                return CONTINUES.matcher(line).matches();
            }
        }
        while (reader.ready()) {
            String line = reader.readLine();
            if (line == null) {
                return false;
            }
            read.add(line);
            if (!COMMENT.matcher(line).matches()) {
                return CONTINUES.matcher(line).matches();
            }
        }
        return false;
    }

    @Override
    public List<String> history() {
        return List.copyOf(history);
    }
}
