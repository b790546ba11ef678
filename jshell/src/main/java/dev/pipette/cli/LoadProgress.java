package dev.pipette.cli;

import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a load is doing, in words: the engine's threads report it, and a display reads it at any time.
 *
 * <pre>
 * extracting  orders.jsonl  1,234,000 rows  410,000 rows/s  3 s
 * </pre>
 */
public final class LoadProgress implements LoadListener {
    private static final double NANOS = 1e9;
    private static final String GAP = "  ";

    private static final String AGAIN = "; trying again in ";

    /** An error of a destination: {@code [CODE] could not DO IT (PLACE, user USER): REASON (STATE). ADVICE}. */
    private static final Pattern UNAVAILABLE =
            Pattern.compile("(?s)\\[[A-Z_]+\\] could not [^(]* \\(([^,)]+)[^)]*\\): (.+?)(?: \\(\\w+\\))?\\.(?: .*)?");

    private final LongSupplier nanoTime;
    private final long begun;
    private final Map<String, Long> rows = new ConcurrentHashMap<>();
    private volatile String step = "starting";
    private volatile String file = "";
    private volatile long extractBegun;
    private volatile boolean extracting;

    /** Begins now. */
    public LoadProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.extractBegun = begun;
    }

    @Override
    public void reached(LoadStep reached, String loadId) {
        if (reached == LoadStep.STATE_READ) {
            extractBegun = nanoTime.getAsLong();
            rows.clear(); // extraction may start again
        }
        extracting = reached == LoadStep.STATE_READ || reached == LoadStep.PACKAGE_OPENED;
        step = next(reached);
        file = "";
    }

    @Override
    public void reading(String resource, String file) {
        this.file = shown(file);
    }

    @Override
    public void extracted(String resource, long count) {
        rows.put(resource, count);
    }

    @Override
    public void retrying(String why, Duration after) {
        Matcher known = UNAVAILABLE.matcher(why);
        String reason = known.matches() ? known.group(1) + ": " + known.group(2) : why;
        long millis = Math.max(1, after.toMillis());
        String pause = millis < 1_000 ? millis + " ms" : Math.round(millis / 1_000.0) + " s";
        step = shown(reason) + AGAIN + pause;
        file = "";
    }

    @Override
    public void waiting(String holder) {
        step = "waiting: " + shown(holder);
        file = "";
    }

    /** In one line, before it is cut to fit: a part of a secret could not be found any more. */
    private static String shown(String text) {
        return Printable.line(Secrets.masked(text));
    }

    /** What comes after a step. */
    private static String next(LoadStep reached) {
        return switch (reached) {
            case PIPELINE_LOCKED -> "reading";
            case STATE_READ, PACKAGE_OPENED -> "extracting";
            case EXTRACTED -> "learning types";
            case MANIFEST_WRITTEN -> "sealing";
            case SEALED -> "opening the destination";
            case TRANSACTION_BEGUN -> "checking";
            case CHECKED -> "staging rows";
            case ROWS_STAGED -> "changing the schema";
            case SCHEMA_CHANGED -> "loading rows";
            case ROWS_APPLIED, BOOKKEEPING_WRITTEN -> "committing";
            case COMMITTED, MARKED, ACKNOWLEDGED, CLEANED -> "finishing";
        };
    }

    /** How long it has been continuing, in seconds. */
    public double seconds() {
        return (nanoTime.getAsLong() - begun) / NANOS;
    }

    /** The step that continues. */
    String step() {
        return step;
    }

    /**
     * All of it in one line that fits: a long file name is cut first, at its beginning, and the reason of a pause at its end.
     *
     * @param width in characters
     */
    public String line(int width) {
        String numbers = numbers();
        String doing = step;
        int pause = doing.lastIndexOf(AGAIN);
        int over = doing.length() + numbers.length() - width;
        if (pause > over && over > 0) {
            doing = doing.substring(0, pause - over - 1) + "…" + doing.substring(pause);
        }
        String name = file;
        int room = width - doing.length() - numbers.length() - GAP.length();
        if (name.length() > room) {
            name = room < 2 ? "" : "…" + name.substring(name.length() - room + 1);
        }
        String line = doing + (name.isEmpty() ? "" : GAP + name) + numbers;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    private String numbers() {
        StringBuilder text = new StringBuilder();
        long read = rows.values().stream().mapToLong(Long::longValue).sum();
        if (read > 0) {
            text.append(GAP).append(number(read)).append(read == 1 ? " row" : " rows");
            double time = (nanoTime.getAsLong() - extractBegun) / NANOS;
            if (extracting && time > 0) {
                text.append(GAP).append(number((long) (read / time))).append(" rows/s");
            }
        }
        return text.append(GAP).append(time((long) seconds())).toString();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(long seconds) {
        return seconds < 60 ? seconds + " s" : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }
}
