package dev.pipette.testing.http;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Answers as the cassette says: equal requests in their recorded order, each once. */
final class Player implements FakeHttp.Backend {
    private final CassetteFile cassette;
    private final Path file;
    private final HiddenValues secrets;
    private final Map<Interaction.Question, Deque<Interaction.Reaction>> reactions = new HashMap<>();
    private final Map<Interaction.Question, Integer> recorded = new HashMap<>();

    Player(CassetteFile cassette, Path file, HiddenValues secrets) {
        this.cassette = cassette;
        this.file = file;
        this.secrets = secrets;
        for (Interaction each : cassette.interactions()) {
            Interaction.Question question = each.question().essence(secrets);
            reactions.computeIfAbsent(question, first -> new ArrayDeque<>()).add(each.reaction());
            recorded.merge(question, 1, Integer::sum);
        }
    }

    @Override
    public Reply reply(ReceivedRequest request, HttpUrl root) {
        Interaction.Question question =
                Interaction.Question.of(request, secrets).essence(secrets);
        Optional<Interaction.Reaction> next = next(question);
        if (next.isEmpty()) {
            String why = missing(request, question);
            return Reply.unexpected(Answer.error(404, "not_recorded", why), why);
        }
        Interaction.Reaction reaction = next.get();
        String fake = Recorder.address(root);
        return Reply.of(Recorder.answer(
                reaction.status(),
                reaction.headers(),
                reaction.body().bytes(cassette.upstream(), fake),
                cassette.upstream(),
                fake));
    }

    private synchronized Optional<Interaction.Reaction> next(Interaction.Question question) {
        return Optional.ofNullable(reactions.get(question)).map(Deque::poll);
    }

    private String missing(ReceivedRequest request, Interaction.Question question) {
        String again = " Record it again with -D" + Cassette.SWITCH + "=record, or delete the file.";
        Integer times = recorded.get(question);
        if (times != null) {
            return "%s was recorded %s in %s and is asked for once more."
                            .formatted(request, times == 1 ? "once" : times + " times", file)
                    + again;
        }
        return "%s was not recorded in %s; %s.".formatted(request, file, nearest(question)) + again;
    }

    private String nearest(Interaction.Question question) {
        return cassette.interactions().stream()
                .map(each -> new Near(
                        each.question().line(secrets),
                        differences(each.question().essence(secrets), question)))
                .min(Comparator.comparingInt(Near::distance))
                .map(near -> "the nearest one is %s, with another %s"
                        .formatted(near.line(), String.join(" and another ", near.differences())))
                .orElse("it has no requests at all");
    }

    private record Near(String line, List<String> differences) {
        /** A path tells more than the rest together. */
        int distance() {
            return differences.size() + (differences.contains("path") ? 10 : 0);
        }
    }

    private static List<String> differences(Interaction.Question one, Interaction.Question other) {
        List<String> differences = new ArrayList<>();
        if (!one.method().equals(other.method())) {
            differences.add("method");
        }
        if (!one.path().equals(other.path())) {
            differences.add("path");
        }
        if (!one.query().equals(other.query())) {
            differences.add("query");
        }
        if (!one.body().equals(other.body())) {
            differences.add("body");
        }
        return differences;
    }

    @Override
    public void close() {
        // what was replayed leaves nothing behind
    }
}
