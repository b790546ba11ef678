package dev.pipette.postgres;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what an error of the server, of a pooler, or of the network means, and what to do about it. */
final class PostgresProblems {
    /** What the doing of {@link #failure} is called where its outcome may be unknown. */
    static final String COMMIT = "commit";

    private static final String CONNECT = "connect";
    private static final String CLOSE = "close the connection";
    private static final String NOTHING = "Nothing was changed.";

    /** After these, no answer came: the connection is gone, or the server knows no more itself. */
    private static final Set<String> UNANSWERED = Set.of("08", "40003", "57P01", "57P02", "57P05");

    private final Place place;

    PostgresProblems(Place place) {
        this.place = place;
    }

    /**
     * What a failure is.
     *
     * @param sentence what was said, with its SQLSTATE and without secrets
     * @param advice what to do; empty where the sentence says it
     */
    record Problem(ErrorCode code, String sentence, String advice) {}

    Problem problem(Throwable thrown) {
        Symptoms seen = Symptoms.of(thrown);
        ProblemRule rule = ProblemRules.of(place, seen);
        return new Problem(
                rule.code(),
                seen.sentence() + (seen.state().isEmpty() ? "" : " (" + seen.state() + ")"),
                rule.advice().about(place, seen));
    }

    /** An error for a connection that could not be made. */
    PipetteException unreachable(Exception failed) {
        return failure(CONNECT, failed);
    }

    /** An error for something that failed on an open connection. */
    PipetteException failure(String doing, Exception thrown) {
        Problem problem = problem(thrown);
        return failure(doing, problem, problem.advice(), thrown);
    }

    /** An error for a lock that was not got in time, with the sentences that say who holds it. */
    PipetteException locked(String doing, String holders, Exception thrown) {
        return failure(doing, problem(thrown), holders, thrown);
    }

    private PipetteException failure(String doing, Problem problem, String advice, Exception thrown) {
        String message = Stream.of(
                        "could not " + doing + " (" + place + "): " + problem.sentence() + ".",
                        advice,
                        outcome(doing, thrown))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        return new PipetteException(problem.code(), message, thrown);
    }

    private static String outcome(String doing, Exception thrown) {
        return switch (doing) {
            case CONNECT, CLOSE -> "";
            case COMMIT ->
                Symptoms.of(thrown).keys().stream().anyMatch(UNANSWERED::contains)
                        ? "It may have been committed all the same: the next try, or the next run, looks."
                        : NOTHING;
            default -> NOTHING;
        };
    }

    static boolean isLockTimeout(Exception thrown) {
        return Symptoms.of(thrown).keys().contains("55P03");
    }
}
