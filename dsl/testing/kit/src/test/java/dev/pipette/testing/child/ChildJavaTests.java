package dev.pipette.testing.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJavaTests {
    @TempDir
    private Path folder;

    /** A program of a test. */
    static final class Greeting {
        private Greeting() {}

        public static void main(String[] arguments) {
            System.out.println("hello " + arguments[0] + System.getProperty("greeting.end", ""));
        }
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    @Test
    void a_process_prints_nothing_but_its_own_and_the_next_one_takes_its_classes_from_an_archive() throws Exception {
        Path log = folder.resolve("classes.log");

        assertThat(output(ChildJava.command(Greeting.class, "first"))).isEqualTo("hello first");
        assertThat(output(ChildJava.command(
                        List.of("-Dgreeting.end=!", "-Xlog:class+load:file=" + log), Greeting.class, "second")))
                .isEqualTo("hello second!");

        assertThat(log).content().containsPattern("ChildJavaTests\\$Greeting source: shared objects file");
    }
}
