package dev.pipette.replicate;

import dev.pipette.settings.YamlNodes;
import dev.pipette.settings.YamlNodes.Member;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What a file says of one stream.
 *
 * @param name of the table or file, or a pattern
 * @param key the node of the name, for errors
 * @param own what is said of the stream
 * @param defaults what is said of all
 */
record StreamRules(String name, Node key, Map<String, Member> own, Map<String, Member> defaults, YamlNodes yaml) {
    /** How errors call it. */
    String where() {
        return "stream " + name;
    }

    /** Whether the name covers several. */
    boolean isPattern() {
        return name.chars().anyMatch(letter -> "*?[{".indexOf(letter) >= 0);
    }

    /** What is said about a word: for the stream, or else for all. */
    Optional<Member> member(String word) {
        return Optional.ofNullable(own.get(word)).or(() -> Optional.ofNullable(defaults.get(word)));
    }

    /** The text of a word. */
    Optional<String> text(String word) {
        return member(word).map(member -> yaml.text(member.value(), where() + ", " + word));
    }

    boolean isDisabled() {
        return flag("disabled");
    }

    boolean flag(String word) {
        return member(word)
                .filter(member -> yaml.flag(member.value(), where() + ", " + word))
                .isPresent();
    }
}
