package dev.pipette.cli;

import dev.pipette.testing.folders.MemoryFolders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs what help texts, the folder of examples and a page show, one after the other in one JVM. Its working folder is a copy of
 * the checkout, so that paths mean what they mean to a person. What help texts show prints to standard output, as other JVMs do
 * that it starts. What each of the others prints is a file in another folder.
 */
final class ExampleRunner {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private ExampleRunner() {}

    /** Something that prints. */
    @FunctionalInterface
    interface Example {
        void run(PrintWriter out) throws Throwable;
    }

    /** Arguments: the folder for what is printed, command lines of help texts, names of examples, the page. */
    public static void main(String... arguments) throws IOException {
        Path printed = Path.of(arguments[0]);
        commands(arguments[1], new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        List<Path> files = Stream.of(arguments[2].split("\n"))
                .map(name -> Path.of("jshell/examples", name))
                .toList();
        try (ExamplePrograms programs = ExamplePrograms.of(files, printed)) {
            for (Path file : files) {
                empty();
                Files.writeString(printed.resolve(file.getFileName()), printed(out -> programs.run(file)));
            }
        }
        empty();
        Path page = Path.of(arguments[3]);
        Files.writeString(printed.resolve(page.getFileName()), new PageRunner(Files.readString(page)).executed());
    }

    /** What an example prints: to standard output, or as the command. */
    static String printed(Example example) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream printing = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(printing);
        PrintWriter out = new PrintWriter(printing, true, StandardCharsets.UTF_8);
        try {
            example.run(out);
        } catch (Throwable failed) {
            failed.printStackTrace(out);
        } finally {
            out.flush();
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Command lines up to the first that fails. */
    private static void commands(String lines, PrintWriter out) throws IOException {
        for (String line : lines.split("\n")) {
            out.println("$ " + line);
            if (command(line, out) != 0) {
                return;
            }
        }
        out.println("all examples work");
    }

    /** Runs a command line, and prints its exit code where it fails. */
    static int command(String line, PrintWriter out) throws IOException {
        List<String> words = words(line);
        int input = words.indexOf("<");
        if (input > 0) {
            System.setIn(Files.newInputStream(Path.of(words.get(input + 1))));
            words = words.subList(0, input);
        }
        if (!words.getFirst().equals("pipette")) {
            throw new IllegalArgumentException("not a command of Pipette: " + line);
        }
        int exitCode = Main.commandLine(out, out)
                .execute(words.subList(1, words.size()).toArray(String[]::new));
        if (exitCode != 0) {
            out.println("exit code " + exitCode);
        }
        return exitCode;
    }

    /** Deletes all but the files of the checkout: each example begins in an empty folder and with an empty working folder. */
    private static void empty() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            files.filter(file -> !file.toString().equals("jshell")).forEach(MemoryFolders::delete);
        }
    }

    /** The words of a command line, without their quotes. */
    static List<String> words(String line) {
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
