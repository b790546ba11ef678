package dev.pipette.cli.shell;

import dev.pipette.cli.CodeHelp;
import dev.pipette.text.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes names of Java, paths in texts, and commands. */
final class ShellCompleter implements Completer {
    private final ShellSession session;
    private final List<String> commands;

    ShellCompleter(ShellSession session, List<String> commands) {
        this.session = session;
        this.commands = commands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        if (parsed instanceof TypedLine typed) {
            boolean isWhole = typed.kind() == TypedLine.Kind.COMMAND; // a space is behind it, and then its argument
            words(typed).forEach(word -> candidates.add(new Candidate(word, word, null, null, null, null, isWhole)));
        }
    }

    /** What may be in the place of the word before the cursor. */
    List<String> words(TypedLine typed) {
        return switch (typed.kind()) {
            case COMMAND ->
                commands.stream()
                        .filter(command -> command.startsWith(typed.word()))
                        .toList();
            case PATH -> paths(typed);
            case JAVA -> names(typed);
        };
    }

    private List<String> names(TypedLine typed) {
        CodeHelp.Completions found = session.help().complete(typed.line(), typed.cursor());
        String between = typed.line().substring(Math.min(found.begin(), typed.begin()), typed.begin());
        return found.words().stream()
                .filter(word -> word.startsWith(between))
                .map(word -> word.substring(between.length()))
                .filter(word -> word.startsWith(typed.word()))
                .toList();
    }

    private static List<String> paths(TypedLine typed) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(typed.folder()))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                // a name with control characters would command the terminal
                boolean isAsked = (!name.startsWith(".") || typed.word().startsWith("."))
                        && Printable.line(name).equals(name);
                if (isAsked && name.startsWith(typed.word())) {
                    names.add(Files.isDirectory(file) ? name + "/" : name);
                }
            }
        } catch (IOException | InvalidPathException none) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    private static Path folder(String written) {
        return Path.of(written.isEmpty() ? "." : written.replaceFirst("^~(?=/)", System.getProperty("user.home")));
    }
}
