package dev.pipette.cli.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** A person at a terminal: editing, history, completion, and inputs of several lines. */
final class TerminalInput implements ShellInput {
    private static final String PROMPT = "pipette> ";
    private static final String MORE = "    ...> ";
    private static final String TAB = "pipette-complete-or-explain";

    /** Pasted lines arrive faster than anybody types. */
    private static final long PASTED_MILLIS = 15;

    private final Terminal terminal;
    private final ShellSession session;
    private final LineReader reader;
    private String explained = "";

    /** @param history where it is kept; without one, where the file cannot be written */
    TerminalInput(Terminal terminal, ShellSession session, List<String> commands, Path history) {
        this.terminal = terminal;
        this.session = session;
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("pipette")
                .parser(new Inputs())
                .completer(new ShellCompleter(session, commands))
                .history(new ShellHistory())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
                .variable(LineReader.ERRORS, 0) // no guesses of what was meant
                .variable(LineReader.BELL_STYLE, "none")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.AUTO_MENU, false)
                .option(LineReader.Option.INSERT_TAB, false)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false);
        if (ShellHistory.make(history)) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        reader = builder.build();
        reader.getWidgets().put(TAB, this::completeOrExplain);
        for (String mode : List.of(LineReader.EMACS, LineReader.VIINS)) {
            reader.getKeyMaps().computeIfPresent(mode, (_, keys) -> {
                keys.bind(new Reference(TAB), KeyMap.ctrl('I'));
                return keys;
            });
        }
    }

    @Override
    public Optional<String> next() {
        while (true) {
            try {
                String text = reader.readLine(session.screen().bold(PROMPT));
                if (!text.isBlank()) {
                    return Optional.of(text);
                }
            } catch (UserInterruptException cleared) {
                // the line that was typed is left, as in other shells
            } catch (EndOfFileException end) {
                return Optional.empty();
            }
        }
    }

    @Override
    public List<String> history() {
        List<String> lines = new ArrayList<>();
        for (History.Entry entry : reader.getHistory()) {
            lines.add(entry.line());
        }
        return lines;
    }

    /** Completes; where that changes nothing, and between the brackets of a call, shows signatures and documentation. */
    private boolean completeOrExplain() {
        String line = reader.getBuffer().toString();
        int cursor = reader.getBuffer().cursor();
        String here = line.substring(0, cursor);
        boolean isCall = here.endsWith("(") || here.endsWith(",") || here.endsWith(", ");
        if (!here.isBlank() && (isCall || here.equals(explained)) && explain(line, cursor)) {
            explained = "";
            return true;
        }
        reader.callWidget(LineReader.EXPAND_OR_COMPLETE);
        String now = reader.getBuffer().substring(0, reader.getBuffer().cursor());
        explained = now;
        return true;
    }

    private boolean explain(String line, int cursor) {
        if (TypedLine.of(line, cursor).kind() != TypedLine.Kind.JAVA) {
            return false;
        }
        Optional<String> found = session.help().documentation(line, cursor);
        found.ifPresent(text -> reader.printAbove(shortened(text)));
        return found.isPresent();
    }

    /** As much as fits the terminal with the line below. */
    private String shortened(String text) {
        int most = Math.max(10, terminal.getRows() - 4);
        List<String> lines = text.lines().toList();
        return lines.size() <= most
                ? text
                : String.join("\n", lines.subList(0, most)) + "\n… " + (lines.size() - most) + " more lines";
    }

    /** Decides what the Enter key does: whether a text is whole. */
    private final class Inputs implements Parser {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !line.isBlank() && (!session.isWhole(line) || isBeingPasted())) {
                throw new EOFError(-1, -1, "more lines belong to it");
            }
            if (context == ParseContext.SECONDARY_PROMPT) {
                throw new EOFError(-1, -1, "more lines belong to it", "");
            }
            return TypedLine.of(line, Math.clamp(cursor, 0, line.length()));
        }

        /** Terminals that do not mark a paste send it as if it were typed. A command is not a part of it. */
        private boolean isBeingPasted() {
            try {
                int next = terminal.reader().peek(PASTED_MILLIS);
                return next > 0 && next != '/' && next != KeyMap.ctrl('D').charAt(0);
            } catch (IOException closed) {
                return false;
            }
        }
    }
}
