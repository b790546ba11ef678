package dev.pipette.postgres;

import dev.pipette.error.ErrorCode;
import java.util.List;
import java.util.Set;

/**
 * One line of the table of problems: when one of the keys is seen, and one of the texts reported, it is this.
 *
 * @param keys an SQLSTATE, a class of them, a pooler's code, or a {@link Symptoms.Network}; empty for any
 * @param texts parts of what is reported; empty for any
 */
record ProblemRule(Set<String> keys, List<String> texts, ErrorCode code, Advice advice) {
    /** What to do about it; empty where the reported text says it. */
    @FunctionalInterface
    interface Advice {
        String about(Place place, Symptoms seen);
    }

    /** A line for keys. */
    static ProblemRule on(ErrorCode code, String advice, String... keys) {
        return new ProblemRule(Set.of(keys), List.of(), code, (place, seen) -> advice);
    }

    /** A line for keys, with advice that depends on the place. */
    static ProblemRule on(ErrorCode code, Advice advice, String... keys) {
        return new ProblemRule(Set.of(keys), List.of(), code, advice);
    }

    /** The same line, for some texts only. */
    ProblemRule saying(String... some) {
        return new ProblemRule(keys, List.of(some), code, advice);
    }

    boolean matches(Symptoms seen) {
        return (keys.isEmpty() || keys.stream().anyMatch(seen.keys()::contains))
                && (texts.isEmpty() || texts.stream().anyMatch(seen::says));
    }
}
