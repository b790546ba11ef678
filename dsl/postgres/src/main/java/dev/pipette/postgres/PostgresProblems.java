package dev.pipette.postgres;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what an error of the server, of a pooler, or of the network means, and what to do about it. */
final class PostgresProblems {
    /** What the doing of {@link #failure} is called where its outcome may be unknown. */
    static final String COMMIT = "commit";

    private static final String CONNECT = "connect";
    private static final String CLOSE = "close the connection";
    private static final String NOTHING = "Nothing was changed.";

    /** After these, no answer came: the connection is gone, or the server knows no more itself. */
    private static final Set<String> UNANSWERED =
            Set.of("08", "40003", "57P01", "57P02", "57P05", Symptoms.Network.TORN.name());

    private final Place place;

    PostgresProblems(Place place) {
        this.place = place;
    }

    /** The same for what fails in a dataset. */
    PostgresProblems in(String dataset) {
        return new PostgresProblems(place.in(dataset));
    }

    /**
     * What a failure is.
     *
     * @param sentence what was reported, with its SQLSTATE and without secrets
     * @param advice what to do; empty where the sentence says it
     */
    record Problem(ErrorCode code, String sentence, String advice) {}

    /** What a failure is while a connection is made. */
    Problem problem(Throwable thrown) {
        return problem(Symptoms.of(thrown));
    }

    private Problem problem(Symptoms seen) {
        ProblemRule rule = ProblemRules.of(place, seen);
        return new Problem(
                rule.code(),
                seen.sentence() + (seen.state().isEmpty() ? "" : " (" + seen.state() + ")"),
                rule.advice().about(place, seen));
    }

    /** An error for a connection that could not be made. */
    PipetteException unreachable(Exception failed) {
        return ofNoPackage(failure(CONNECT, Symptoms.of(failed), failed));
    }

    /** An error for something that failed while nothing was written: no package is to be set aside for it. */
    PipetteException failureOfReading(String doing, Exception thrown) {
        return ofNoPackage(failure(doing, thrown));
    }

    private static PipetteException ofNoPackage(PipetteException failed) {
        return failed.code() == ErrorCode.LOAD_REFUSED
                ? new PipetteException(
                        ErrorCode.DESTINATION_FAILED,
                        String.valueOf(failed.getMessage()).substring(("[" + failed.code() + "] ").length()),
                        failed.getCause())
                : failed;
    }

    /** An error for something that failed on an open connection. */
    PipetteException failure(String doing, Exception thrown) {
        return failure(doing, Symptoms.ofOpenConnection(thrown), thrown);
    }

    /** An error for a lock that was not got in time, with the sentences that say who holds it. */
    PipetteException locked(String doing, String holders, Exception thrown) {
        Symptoms seen = Symptoms.ofOpenConnection(thrown);
        return failure(doing, seen, problem(seen), holders, thrown);
    }

    private PipetteException failure(String doing, Symptoms seen, Exception thrown) {
        Problem problem = problem(seen);
        return failure(doing, seen, problem, problem.advice(), thrown);
    }

    private PipetteException failure(String doing, Symptoms seen, Problem problem, String advice, Exception thrown) {
        String message = Stream.of(
                        "could not " + doing + " (" + place + "): " + problem.sentence() + ".",
                        problem.code() == ErrorCode.LOAD_REFUSED ? seen.more() : "",
                        advice,
                        outcome(doing, seen))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        return new PipetteException(problem.code(), message, thrown);
    }

    private static String outcome(String doing, Symptoms seen) {
        return switch (doing) {
            case CONNECT, CLOSE -> "";
            case COMMIT ->
                seen.keys().stream().anyMatch(UNANSWERED::contains)
                        ? "It may have been committed all the same: the next try, or the next run, looks."
                        : NOTHING;
            default -> NOTHING;
        };
    }

    static boolean isLockTimeout(Exception thrown) {
        return Symptoms.of(thrown).keys().contains("55P03");
    }
}
