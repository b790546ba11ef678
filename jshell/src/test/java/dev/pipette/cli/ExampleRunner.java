package dev.pipette.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs command lines one after the other in one JVM, whose working folder is that of the examples. */
final class ExampleRunner {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private ExampleRunner() {}

    public static void main(String... arguments) throws IOException {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        for (String line : arguments[0].split("\n")) {
            out.println("$ " + line);
            List<String> words = words(line);
            int input = words.indexOf("<");
            if (input > 0) {
                System.setIn(Files.newInputStream(Path.of(words.get(input + 1))));
                words = words.subList(0, input);
            }
            int exitCode = words.getFirst().equals("pipette")
                    ? Main.commandLine(out, out)
                            .execute(words.subList(1, words.size()).toArray(String[]::new))
                    : -1;
            if (exitCode != 0) {
                out.println("exit code " + exitCode);
                System.exit(1);
            }
        }
        out.println("all examples work");
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            for (int group = 1; group <= 3; group++) {
                if (word.group(group) != null) {
                    words.add(word.group(group));
                }
            }
        }
        return words;
    }
}
