package dev.pipette.replicate;

import dev.pipette.Resource;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.settings.YamlNodes.Member;
import dev.pipette.text.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the rows of a stream change its table: the word {@code write}, and those that belong to it. */
final class StreamWrite {
    private static final List<String> PLAIN = List.of("append", "replace", "truncate-and-insert");
    private static final List<String> MERGES =
            List.of("merge", "upsert", "insert-only", "snapshot", "scd2", "replace-matching");
    private static final Set<String> OF_MERGES =
            Set.of("merge-key", "hard-delete", "dedup-sort", "skip-unchanged", "allow-deleting", "mark-deleted");

    private final StreamRules rules;

    StreamWrite(StreamRules rules) {
        this.rules = rules;
    }

    /** The resource with its disposition and its key. */
    Resource applied(Resource resource) {
        String word = rules.text("write").orElse("append");
        List<String> key = StreamWords.list(rules, "key");
        if (PLAIN.contains(word)) {
            refuseOfMerges(word);
            Resource plain = StreamWords.at(
                    rules,
                    "write",
                    () -> resource.write(
                            switch (word) {
                                case "append" -> new WriteDisposition.Append();
                                case "replace" -> new WriteDisposition.Replace();
                                default -> new WriteDisposition.TruncateAndInsert();
                            }));
            return key.isEmpty() ? plain : plain.primaryKey(key.getFirst(), rest(key));
        }
        if (!MERGES.contains(word)) {
            throw rules.yaml()
                    .at(
                            rules.member("write").orElseThrow().value(),
                            rules.where() + " has 'write: " + word + "', which means nothing."
                                    + NearestName.question(word, all()) + " Known are " + String.join(", ", all())
                                    + ".");
        }
        List<String> known = key.isEmpty() ? resource.primaryKey() : key;
        if (known.isEmpty() && !word.equals("scd2")) {
            throw rules.yaml()
                    .at(
                            rules.member("write").map(Member::value).orElse(rules.key()),
                            rules.where() + " has 'write: " + word
                                    + "' and no key, by which rows are known. Add 'key: [COLUMN]'.");
        }
        return StreamWords.at(
                rules, "write", () -> resource.write(new WriteDisposition.Merge(strategy(word, known), merging())));
    }

    /** What the word may say. */
    static List<String> all() {
        return java.util.stream.Stream.concat(PLAIN.stream(), MERGES.stream()).toList();
    }

    /** Words of merges that the stream itself has; those of the defaults are for other streams. */
    private void refuseOfMerges(String word) {
        rules.own().forEach((name, member) -> {
            if (OF_MERGES.contains(name)) {
                throw rules.yaml()
                        .at(
                                member.key(),
                                rules.where() + " has '" + name + "', which belongs to a merge, and 'write: " + word
                                        + "'. Leave one of them out.");
            }
        });
    }

    private MergeStrategy strategy(String word, List<String> key) {
        List<String> groups = StreamWords.list(rules, "merge-key");
        return switch (word) {
            case "merge" -> new MergeStrategy.DeleteInsert(key, groups);
            case "replace-matching" -> new MergeStrategy.DeleteInsert(List.of(), key);
            case "upsert" -> new MergeStrategy.Upsert(key);
            case "insert-only" -> new MergeStrategy.InsertOnly(key);
            case "snapshot" ->
                new MergeStrategy.Snapshot(
                        key,
                        rules.text("allow-deleting")
                                .map(share -> StreamWords.at(rules, "allow-deleting", () -> Double.valueOf(share)))
                                .orElse(MergeStrategy.Snapshot.USUAL_SHARE),
                        rules.text("mark-deleted"));
            default -> MergeStrategy.scd2(key.toArray(String[]::new)).mergeKey(groups.toArray(String[]::new));
        };
    }

    private MergeRules merging() {
        Optional<DedupSort> sort = rules.text("dedup-sort")
                .map(text -> text.endsWith(":asc")
                        ? new DedupSort(text.substring(0, text.length() - ":asc".length()), DedupSort.Wins.LOWEST)
                        : new DedupSort(
                                text.endsWith(":desc") ? text.substring(0, text.length() - ":desc".length()) : text,
                                DedupSort.Wins.HIGHEST));
        return new MergeRules(rules.text("hard-delete"), sort, rules.flag("skip-unchanged"));
    }

    private static String[] rest(List<String> names) {
        return names.subList(1, names.size()).toArray(String[]::new);
    }
}
