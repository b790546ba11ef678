package dev.pipette.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

/** A shell at a terminal of this process: types keys, and waits for what is shown. */
final class TestTerminal implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** What moves the cursor, sets colors, or asks the terminal something. */
    private static final String SEQUENCES = "\u001b\\[[0-9;?<>=$]*[a-zA-Z]|\u001b[=>]|\b";

    private final PipedOutputStream keys = new PipedOutputStream();
    private final Shown shown = new Shown();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private int seen;

    /** What the terminal was sent. */
    private static final class Shown extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            notifyAll();
        }

        @Override
        public synchronized void write(int octet) {
            super.write(octet);
            notifyAll();
        }

        synchronized String text() {
            return toString(UTF_8);
        }

        synchronized void await(long millis) throws InterruptedException {
            wait(millis);
        }
    }

    TestTerminal(Path folder) throws IOException {
        ExternalTerminal terminal =
                new ExternalTerminal("test", "xterm", new PipedInputStream(keys, 1 << 16), shown, UTF_8);
        terminal.setSize(Size.of(250, 40));
        Thread.ofPlatform().daemon().name("test-shell").start(() -> {
            try (terminal) {
                exit.complete(InteractiveShell.run(
                        Shell.start(folder, List.of(), new StringWriter(), new StringWriter()), terminal));
            } catch (IOException | RuntimeException | Error failed) {
                exit.completeExceptionally(failed);
            }
        });
    }

    TestTerminal type(String text) throws IOException {
        keys.write(text.getBytes(UTF_8));
        keys.flush();
        return this;
    }

    /** Types a line when the shell is ready for it, and returns what it shows up to the next prompt. */
    String enter(String line) throws IOException, InterruptedException {
        type(line + "\r");
        return until("pipette> ").replaceFirst("(?s)^.*?\n", "").replaceFirst("pipette> $", "");
    }

    /** Waits until a text is shown; returns all up to it, without what moves the cursor. */
    String until(String text) throws InterruptedException {
        Instant end = Instant.now().plus(LONGEST);
        while (true) {
            String all = plain();
            int at = all.indexOf(text, Math.min(seen, all.length()));
            if (at >= 0) {
                String found = all.substring(seen, at + text.length());
                seen = at + text.length();
                return found;
            }
            assertThat(exit).as("the shell, which showed %s", all).isNotDone();
            assertThat(Instant.now()).as("'%s' in %s", text, all).isBefore(end);
            shown.await(100);
        }
    }

    private String plain() {
        return shown.text().replaceAll(SEQUENCES, "").replace("\r\n", "\n");
    }

    int exitCode() throws Exception {
        return exit.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        keys.close();
    }
}
