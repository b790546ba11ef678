package dev.pipette.cli.shell;

import dev.pipette.cli.CellSession.Evaluated;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;

/**
 * An input that ran, for a script. A script numbers its values itself, and may come to other numbers than the shell: an expression
 * that failed took a number there. So the script declares each value that is used by its number.
 *
 * <pre>
 * pipette> 1 / 0                  failed, and is not in the script
 * pipette> p.run(orders)          var $2 = p.run(orders)
 * pipette> $2.packages()          $2.packages()
 * </pre>
 *
 * @param typed the code as it was typed
 * @param ran the code that was evaluated: other code than {@code typed} for a call that goes to the value above
 * @param values of the expressions in {@code ran}, the first one first
 */
record RanInput(String typed, String ran, List<Value> values) {
    /**
     * The value of an expression.
     *
     * @param name that the shell gave it
     * @param at where its expression begins
     */
    record Value(String name, int at) {}

    /** Of the snippets that ran, where the last one of an input failed. */
    static RanInput of(List<Evaluated> snippets) {
        return of(code(snippets), snippets);
    }

    /** Of an input that ran. */
    static RanInput of(String typed, List<Evaluated> snippets) {
        String ran = ChainedCall.isOne(typed) ? code(snippets) : typed;
        List<Value> values = new ArrayList<>();
        int end = 0;
        for (Evaluated evaluated : snippets) {
            Snippet snippet = evaluated.snippet();
            String source = snippet.source().strip().replaceFirst(";$", "");
            int at = ran.indexOf(source, end);
            if (at >= 0) {
                end = at + source.length();
                if (snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                    values.add(new Value(ChainedCall.name(snippet), at));
                }
            }
        }
        return new RanInput(typed, ran, values);
    }

    private static String code(List<Evaluated> snippets) {
        return snippets.stream()
                .map(evaluated -> evaluated.snippet().source().strip())
                .collect(Collectors.joining("\n"));
    }

    /** The inputs as a script, which does the same. */
    static String script(List<RanInput> inputs) {
        StringBuilder script = new StringBuilder();
        int at = 0;
        while (at < inputs.size()) {
            int end = endOfChain(inputs, at);
            List<RanInput> chain = inputs.subList(at, end);
            List<RanInput> below = inputs.subList(end, inputs.size());
            // a chain stays one where nothing uses a value by its number: the calls themselves do so only in what ran
            List<String> codes = Stream.concat(
                            chain.stream().map(RanInput::typed), below.stream().map(RanInput::ran))
                    .toList();
            boolean isUsed =
                    chain.stream().flatMap(input -> input.values.stream()).anyMatch(value -> uses(codes, value));
            List<String> ran = inputs.subList(at, inputs.size()).stream()
                    .map(RanInput::ran)
                    .toList();
            chain.forEach(input ->
                    script.append(isUsed ? input.declaring(ran) : input.typed).append('\n'));
            at = end;
        }
        return script.toString();
    }

    /** Where the calls end that go to the value of an input. */
    private static int endOfChain(List<RanInput> inputs, int at) {
        int end = at + 1;
        while (end < inputs.size() && ChainedCall.isOne(inputs.get(end).typed)) {
            end++;
        }
        return end;
    }

    private static boolean uses(List<String> codes, Value value) {
        Pattern word = Pattern.compile("(?<![\\w$])" + Pattern.quote(value.name) + "(?![\\w$])");
        return codes.stream().anyMatch(code -> word.matcher(code).find());
    }

    /** The code that ran, where each value that is used by its name is a variable of this name. */
    private String declaring(List<String> users) {
        StringBuilder declared = new StringBuilder(ran);
        for (Value value : values.reversed()) {
            if (uses(users, value)) {
                declared.insert(value.at, "var " + value.name + " = ");
            }
        }
        return declared.toString();
    }
}
