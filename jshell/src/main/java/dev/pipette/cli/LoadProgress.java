package dev.pipette.cli;

import dev.pipette.spi.LoadListener;
import dev.pipette.spi.LoadStep;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a load is doing, in words: told by the engine's threads as it goes, read by a display whenever it likes.
 *
 * <pre>
 * extracting  orders.jsonl  1,234,000 rows  410,000 rows/s  3 s
 * </pre>
 */
final class LoadProgress implements LoadListener {
    private static final double NANOS = 1e9;
    private static final String GAP = "  ";

    private final LongSupplier nanoTime;
    private final long begun;
    private final Map<String, Long> rows = new ConcurrentHashMap<>();
    private volatile String step = "starting";
    private volatile String file = "";
    private volatile long extractBegun;
    private volatile boolean extracting;

    LoadProgress(LongSupplier nanoTime) {
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
        this.file = file;
    }

    @Override
    public void extracted(String resource, long count) {
        rows.put(resource, count);
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

    /** How long it has been going on, in seconds. */
    double seconds() {
        return (nanoTime.getAsLong() - begun) / NANOS;
    }

    /** The step that goes on. */
    String step() {
        return step;
    }

    /**
     * All of it in one line that fits: a long file name is cut first, at its beginning.
     *
     * @param width in characters
     */
    String line(int width) {
        String numbers = numbers();
        String name = file;
        int room = width - step.length() - numbers.length() - GAP.length();
        if (name.length() > room) {
            name = room < 2 ? "" : "…" + name.substring(name.length() - room + 1);
        }
        String line = step + (name.isEmpty() ? "" : GAP + name) + numbers;
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
