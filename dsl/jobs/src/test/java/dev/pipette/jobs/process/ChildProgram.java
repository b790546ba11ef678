package dev.pipette.jobs.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What runs in the JVM of an attempt: does its words one after the other. */
public final class ChildProgram {
    private ChildProgram() {}

    /** Runs. */
    public static void main(String[] words) throws Exception {
        for (String word : words) {
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.substring(0, word.indexOf('='))) {
                case "print" -> System.out.println(value);
                case "error" -> System.err.println(value);
                case "property" -> System.out.println(value + "=" + System.getProperty(value));
                case "variable" -> System.out.println(value + "=" + System.getenv(value));
                case "folder" -> System.out.println("folder=" + Path.of("").toAbsolutePath());
                case "heap" ->
                    System.out.println("heap=" + (Runtime.getRuntime().maxMemory() >> 20));
                case "many" -> many(Integer.parseInt(value));
                case "report" -> report(value + "\n");
                case "torn" -> report(value);
                case "input" -> System.out.println("input=" + line());
                case "child" ->
                    System.out.println("child="
                            + new ProcessBuilder("sleep", value).start().pid());
                case "forever" -> forever();
                case "memory" -> fill();
                case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(value));
                default -> throw new IllegalArgumentException(word);
            }
        }
    }

    private static void report(String text) throws IOException {
        Files.writeString(
                Path.of(System.getProperty("pipette.run.report", "")),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String line() throws IOException {
        return String.valueOf(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine());
    }

    private static void many(int lines) {
        for (int i = 1; i <= lines; i++) {
            System.out.println("line " + i);
        }
    }

    private static void forever() throws InterruptedException {
        while (true) {
            Thread.sleep(1000);
        }
    }

    private static void fill() {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[1 << 20]);
        }
    }
}
