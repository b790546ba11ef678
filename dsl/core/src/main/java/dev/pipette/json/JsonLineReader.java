package dev.pipette.json;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.text.Utf8Text;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Walks through JSON lines from row to row, and keeps lines apart that cannot be read. A line is kept apart whole: rows wait
 * until the line that they end in is read. What a value that has no end in its line takes of the lines after it is read
 * again, from the next line on.
 */
final class JsonLineReader extends Spliterators.AbstractSpliterator<Map<String, Object>> implements Closeable {
    /** Rows of one list that wait for its end. A longer list is not kept apart: what is wrong in it is wrong with the file. */
    private static final int MOST_OF_A_LIST = 10_000;

    private final RetainedInput input;
    private final String describe;
    private final JsonProblems problems;
    private final Function<InputStream, JsonParser> parsers;
    private final BadLines bad;
    private final Deque<Map<String, Object>> ready = new ArrayDeque<>();

    /** Rows that end in the line that is read. */
    private final List<Held> held = new ArrayList<>();

    private @Nullable JsonParser parser;

    /** What is added to a place of the parser. */
    private long base;

    /** The place behind the last whole value. */
    private long valueEnd;

    private int lastLine;
    private boolean begun;
    private boolean over;

    /** Whether rows of the list that is read were passed on. */
    private boolean passedOn;

    /**
     * A row, and where the value begins and ends that it is, or is in.
     *
     * @param begin its place
     */
    private record Held(Map<String, Object> row, long begin, long end) {}

    /**
     * A reader.
     *
     * @param input is closed with the reader
     * @param describe names the input in errors
     * @param parsers makes parsers of UTF-8
     */
    JsonLineReader(InputStream input, String describe, Function<InputStream, JsonParser> parsers, BadLines bad) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.input = new RetainedInput(input);
        this.describe = describe;
        this.problems = new JsonProblems(describe, JsonProblems.Of.LINE);
        this.parsers = parsers;
        this.bad = bad;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Map<String, Object>> action) {
        while (ready.isEmpty() && !over) {
            read();
        }
        Map<String, Object> row = ready.poll();
        if (row == null) {
            return false;
        }
        action.accept(row);
        return true;
    }

    private void read() {
        try {
            if (!begun) {
                begun = true;
                valueEnd = JsonRows.checkedBegin(input, describe);
                input.forget(valueEnd);
            }
            if (parser == null) {
                parse(valueEnd);
            }
            readValue(Objects.requireNonNull(parser));
        } catch (JacksonIOException failed) {
            throw unreadable(failed);
        } catch (IOException failed) {
            throw unreadable(JacksonIOException.construct(failed));
        } catch (JacksonException failed) {
            keepApart(String.valueOf(problems.unreadable(failed, parser, 0, 0).getMessage()));
        } catch (PipetteException failed) {
            if (failed.code() != ErrorCode.SOURCE_UNREADABLE || !begun || parser == null) {
                throw failed;
            }
            keepApart(String.valueOf(failed.getMessage()));
        } catch (StackOverflowError failed) {
            keepApart(String.valueOf(problems.deeperThanTheStack(0).getMessage()));
        }
    }

    private PipetteException unreadable(JacksonIOException failed) {
        over = true;
        return new JsonProblems(describe).unreadable(failed, null, 0, 0);
    }

    /** Begins a parser at a place that is the begin of a line. It is not left to guess an encoding by the first bytes. */
    private void parse(long place) {
        input.readFrom(place);
        InputStream blanks = new InputStream() {
            private int left = JsonRows.BLANKS;

            @Override
            public int read() throws IOException {
                return left-- > 0 ? '\n' : input.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left > 0 && length > 0) {
                    bytes[offset] = '\n';
                    left--;
                    return 1;
                }
                return input.read(bytes, offset, length);
            }
        };
        parser = parsers.apply(blanks);
        base = place - JsonRows.BLANKS;
        valueEnd = place;
        lastLine = 0;
    }

    private void readValue(JsonParser json) {
        JsonToken token = json.nextToken();
        if (token == null) {
            passOn();
            over = true;
            return;
        }
        long begin = base + json.currentTokenLocation().getByteOffset();
        if (json.currentTokenLocation().getLineNr() > lastLine) {
            passOn();
            valueEnd = input.lineBegin(begin);
            input.forget(valueEnd);
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        if (token == JsonToken.START_ARRAY) {
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                rows.add(row(json, next));
                if (rows.size() >= MOST_OF_A_LIST) {
                    passOn();
                    ready.addAll(rows);
                    rows.clear();
                    passedOn = true;
                    input.forget(base + json.currentLocation().getByteOffset());
                }
            }
        } else {
            rows.add(row(json, token));
        }
        valueEnd = base + json.currentLocation().getByteOffset();
        lastLine = json.currentLocation().getLineNr();
        long from = passedOn ? valueEnd : begin; // what is passed on is not read again
        rows.forEach(row -> held.add(new Held(row, from, valueEnd)));
        passedOn = false;
    }

    private Map<String, Object> row(JsonParser json, JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            return JsonValues.object(json, 1, problems);
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("value", JsonValues.value(json, token, 1, problems));
        return row;
    }

    private void passOn() {
        held.forEach(waiting -> ready.add(waiting.row()));
        held.clear();
    }

    private void keepApart(String message) {
        String problem = message.replaceFirst("^\\[[A-Z_]+] ", "");
        if (passedOn) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    describe + ": in a list of more than " + MOST_OF_A_LIST + " rows, " + problem
                            + ". Nothing of it was loaded. Correct the input there and run again.");
        }
        try {
            keepLineApart(problem);
        } catch (IOException failed) {
            throw unreadable(JacksonIOException.construct(failed));
        }
    }

    private void keepLineApart(String problem) throws IOException {
        JsonParser json = Objects.requireNonNull(parser);
        long line = input.lineBegin(input.text(valueEnd));
        while (!held.isEmpty() && held.getLast().end() > line) {
            line = Math.min(line, input.lineBegin(held.removeLast().begin()));
        }
        passOn();
        long behind = input.behindLine(line);
        boolean spans = base + json.currentLocation().getByteOffset() > behind;
        bad.add(
                input.lineNumber(line),
                Utf8Text.of(input.bytes(line, behind)),
                spans ? "a value that begins in this line does not end in it" : problem);
        json.close();
        input.forget(behind);
        parser = null;
        valueEnd = behind;
    }

    @Override
    public void close() {
        over = true;
        try {
            if (parser != null) {
                parser.close();
            }
            input.close();
        } catch (IOException | JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    describe + " cannot be closed: " + JsonProblems.reason(failed) + ".",
                    failed);
        }
    }
}
