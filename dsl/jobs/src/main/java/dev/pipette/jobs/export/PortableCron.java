package dev.pipette.jobs.export;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.time.CronExpression;
import java.util.ArrayList;
import java.util.List;

/** Writes a cron expression with what all dialects of cron share: numbers, lists, ranges, {@code *} and steps of it. */
final class PortableCron {
    private static final int[] LOW = {0, 0, 1, 1, 0};
    private static final int[] HIGH = {59, 23, 31, 12, 6};

    private PortableCron() {}

    static String of(CronExpression cron) {
        checkDays(cron);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < LOW.length; i++) {
            boolean day = i == 2 || i == 4;
            fields.add(field(cron.fields().get(i), LOW[i], HIGH[i], !day || cron.isOpen(i)));
        }
        return String.join(" ", fields);
    }

    /** Steps of one field of days beside the other field: cron takes days that both name, others take those that one names. */
    private static void checkDays(CronExpression cron) {
        boolean days = cron.fields().get(2).size() < 31;
        boolean weekdays = cron.fields().get(4).size() < 7;
        if (days && weekdays && (cron.isOpen(2) || cron.isOpen(4))) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the days of the cron expression '" + cron
                            + "' mean other days to other schedulers, because both fields of"
                            + " days are given and one of them is a step of '*'. Use one field of days.");
        }
    }

    /** A field of days that does not begin with {@code *} limits the days in another way, even where it names all of them. */
    private static String field(List<Integer> numbers, int low, int high, boolean open) {
        if (open && numbers.size() == high - low + 1) {
            return "*";
        }
        int step = step(numbers, low, high);
        return open && step > 1 ? "*/" + step : ranges(numbers, ",", "-");
    }

    /** The step of numbers that go from the first to the last possible one; 0 where they do not. */
    private static int step(List<Integer> numbers, int low, int high) {
        if (numbers.size() < 3 || numbers.getFirst() != low) {
            return 0;
        }
        int step = numbers.get(1) - low;
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != low + i * step) {
                return 0;
            }
        }
        return numbers.getLast() + step > high ? step : 0;
    }

    /** Numbers as a list, with ranges for three and more that follow each other. */
    static String ranges(List<Integer> numbers, String comma, String dash) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int end = i;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            if (end - i >= 2) {
                parts.add(numbers.get(i) + dash + numbers.get(end));
                i = end;
            } else {
                parts.add(Integer.toString(numbers.get(i)));
            }
        }
        return String.join(comma, parts);
    }
}
