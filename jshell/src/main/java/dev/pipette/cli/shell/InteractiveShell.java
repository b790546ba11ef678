package dev.pipette.cli.shell;

import dev.pipette.cli.CellSession;
import dev.pipette.cli.Screen;
import dev.pipette.cli.ShellProgram;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.ExternalTerminal;

/** The shell: at a terminal with a greeting and a prompt, and with neither where its input or its output is a pipe. */
public final class InteractiveShell implements ShellProgram {
    private static final int NARROWEST = 40;
    private static final int USUAL_WIDTH = 80;
    private static final int USUAL_HEIGHT = 24;

    /** What to try; each is a line for the prompt. */
    static final List<String> TO_TRY = List.of(
            "var p = pipeline(\"trial\", duckdb(\"trial.duckdb\"))",
            "p.run(resource(\"cities\").rows(List.of(Map.of(\"id\", 1, \"name\", \"Oslo\"))).merge(\"id\"))",
            "p.dataset().table(\"cities\")");

    /** Called by {@link java.util.ServiceLoader}. */
    public InteractiveShell() {}

    @Override
    public int run(Start start) throws IOException {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return run(start, new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .graphemeCluster(false)
                .build()) {
            return run(start, terminal);
        }
    }

    @Override
    public void rehearse(Start start) throws IOException {
        String typed = "var one = 1\rone + on\t\tList.of(\r" + "\"one\")\roops\r";
        try (Terminal terminal = new ExternalTerminal(
                "rehearsal",
                "xterm",
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8)) {
            int _ = run(start, terminal);
        }
    }

    /** Talks with a pipe. */
    static int run(Start start, Reader in) throws IOException {
        ShellScreen screen = new ShellScreen(start.out(), start.err(), false, OptionalInt::empty);
        try (ShellSession session = new ShellSession(start, screen)) {
            return session.converse(new PipedInput(new BufferedReader(in), session::isWhole));
        }
    }

    /** Talks with a person. */
    static int run(Start start, Terminal terminal) throws IOException {
        if (terminal.getColumns() <= 0) {
            terminal.setSize(Size.of(USUAL_WIDTH, USUAL_HEIGHT)); // one that does not know its size would show nothing
        }
        boolean isDumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        ShellScreen screen = new ShellScreen(
                terminal.writer(),
                terminal.writer(),
                Screen.hasColors(!isDumb, InteractiveShell::environment),
                () -> width(terminal));
        try (ShellSession session = new ShellSession(start, screen)) {
            terminal.handle(Signal.INT, _ -> {
                screen.print(""); // the terminal wrote ^C
                session.interrupt();
            });
            TerminalInput input = new TerminalInput(
                    terminal,
                    session,
                    new ShellCommands(session).names(),
                    start.home().resolve(ShellHistory.FILE));
            greet(screen);
            return session.converse(input);
        }
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }

    private static OptionalInt width(Terminal terminal) {
        return OptionalInt.of(Math.max(NARROWEST, terminal.getColumns()));
    }

    private static void greet(ShellScreen screen) {
        screen.printColored(screen.bold(CellSession.banner()) + ". Java with Pipette's imports. Try:");
        TO_TRY.forEach(line -> screen.print("  " + line));
        screen.print("Tab completes, and explains when pressed again. /help lists the rest, /exit or Ctrl-D leaves.");
    }
}
