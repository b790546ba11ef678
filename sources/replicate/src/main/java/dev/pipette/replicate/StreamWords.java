package dev.pipette.replicate;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.Checks;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.MissingValue;
import dev.pipette.schema.SchemaContract;
import dev.pipette.settings.YamlNodes;
import dev.pipette.settings.YamlNodes.Member;
import dev.pipette.spi.Mask;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The words that a file has for a stream, and what they make of its resource. */
final class StreamWords {
    /** All words, of tables and of files. */
    static final Set<String> WORDS = Set.of(
            "disabled",
            "table",
            "write",
            "key",
            "merge-key",
            "hard-delete",
            "dedup-sort",
            "skip-unchanged",
            "allow-deleting",
            "mark-deleted",
            "columns",
            "exclude",
            "rename",
            "mask",
            "types",
            "cursor",
            "lag",
            "missing",
            "zone",
            "check",
            "reject",
            "warn",
            "max-rejects",
            "bad-rows",
            "contract",
            "max-nesting",
            "limit",
            "slices",
            "format",
            "options",
            "new-files");

    private final StreamRules rules;
    private final YamlNodes yaml;
    private final Function<String, @Nullable String> variables;

    /** @param variables of the environment, for the keys of masks */
    StreamWords(StreamRules rules, Function<String, @Nullable String> variables) {
        this.rules = rules;
        this.yaml = rules.yaml();
        this.variables = variables;
    }

    /** The resource with what the words say of it; its source has chosen the columns and the cursor. */
    Resource applied(Resource resource) {
        Resource changed = resource;
        if (rules.member("rename").isPresent()) {
            changed = changed.rename(texts("rename"));
        }
        for (Map.Entry<String, String> mask : texts("mask").entrySet()) {
            changed = changed.mask(mask.getKey(), at("mask", () -> Mask.written(mask.getValue(), variables)));
        }
        for (Map.Entry<String, String> type : texts("types").entrySet()) {
            changed = changed.column(type.getKey(), at("types", () -> Pipette.columnType(type.getValue())));
        }
        changed = new StreamWrite(rules).applied(changed);
        changed = cursor(changed);
        for (String word : List.of("check", "reject", "warn")) {
            for (String check : list(word)) {
                changed = changed.check(at(word, () -> check(word, check)));
            }
        }
        Resource checked = changed;
        return at(null, () -> limits(checked));
    }

    private static Check check(String word, String written) {
        Check check = Checks.of(written);
        return switch (word) {
            case "reject" -> check.reject();
            case "warn" -> check.warn();
            default -> check;
        };
    }

    private Resource cursor(Resource resource) {
        Resource changed = resource;
        Optional<String> zone = rules.text("zone");
        if (zone.isPresent()) {
            changed = changed.zone(at("zone", () -> ZoneId.of(zone.get())));
        }
        for (String word : List.of("lag", "missing")) {
            if (rules.own().containsKey(word) && changed.cursor().isEmpty()) {
                throw yaml.at(
                        rules.member(word).orElseThrow().key(),
                        rules.where() + " has '" + word + "' and no cursor, which it is about. Add 'cursor: COLUMN'.");
            }
        }
        Resource zoned = changed;
        return zoned.cursor()
                .map(cursor -> {
                    var with = rules.text("lag")
                            .<Cursor<?>>map(lag -> at("lag", () -> cursor.lag(Lag.parse(lag))))
                            .orElse(cursor);
                    return zoned.incremental(rules.text("missing")
                            .<Cursor<?>>map(word -> at(
                                    "missing",
                                    () -> with.whenMissing(MissingValue.valueOf(word.toUpperCase(Locale.ROOT)))))
                            .orElse(with));
                })
                .orElse(zoned);
    }

    private Resource limits(Resource resource) {
        Resource changed = resource;
        for (String word : List.of("max-rejects", "bad-rows", "contract", "max-nesting", "limit")) {
            Optional<String> text = rules.text(word);
            if (text.isPresent()) {
                Resource before = changed;
                changed = at(word, () -> limited(before, word, text.get()));
            }
        }
        return changed;
    }

    private static Resource limited(Resource resource, String word, String text) {
        return switch (word) {
            case "max-rejects" -> resource.maxRejects(Long.parseLong(text));
            case "bad-rows" -> resource.badRows(BadRows.valueOf(text.toUpperCase(Locale.ROOT)));
            case "contract" -> resource.contract(SchemaContract.of(text));
            case "max-nesting" -> resource.maxNesting(Integer.parseInt(text));
            default -> resource.limit(Long.parseLong(text));
        };
    }

    /** The texts of a map; none where the word is missing. */
    Map<String, String> texts(String word) {
        Map<String, String> texts = new LinkedHashMap<>();
        rules.member(word)
                .ifPresent(member -> yaml.members(member.value(), rules.where() + ", " + word)
                        .forEach((name, value) -> texts.put(name, text(value, word, name))));
        return texts;
    }

    private String text(Member member, String word, String name) {
        return member.value() instanceof ScalarNode scalar
                ? scalar.getValue()
                : yaml.text(member.value(), rules.where() + ", " + word + ", " + name);
    }

    /** One text or a list of them; none where the word is missing. */
    List<String> list(String word) {
        return list(rules, word);
    }

    static List<String> list(StreamRules rules, String word) {
        Optional<Member> member = rules.member(word);
        if (member.isEmpty()) {
            return List.of();
        }
        String where = rules.where() + ", " + word;
        List<String> texts = new ArrayList<>();
        if (member.get().value() instanceof SequenceNode sequence) {
            sequence.getValue().forEach(node -> texts.add(rules.yaml().text(node, where)));
        } else {
            texts.add(rules.yaml().text(member.get().value(), where));
        }
        if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
            throw rules.yaml().at(member.get().value(), where + " has a name that is empty. Write it like [id, day].");
        }
        return texts;
    }

    /** Does it, and says at which line it went wrong. */
    private <R> R at(@Nullable String word, Supplier<R> doing) {
        return at(rules, word, doing);
    }

    static <R> R at(StreamRules rules, @Nullable String word, Supplier<R> doing) {
        Node node = Optional.ofNullable(word)
                .flatMap(rules::member)
                .map(Member::value)
                .orElse(rules.key());
        try {
            return doing.get();
        } catch (PipetteException problem) {
            throw rules.yaml().at(node, problem);
        } catch (IllegalArgumentException | DateTimeException problem) {
            throw rules.yaml()
                    .at(
                            node,
                            rules.where() + (word == null ? "" : ", " + word) + ": this cannot be. "
                                    + problem.getMessage() + ".");
        }
    }
}
