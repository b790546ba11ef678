package dev.pipette.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Completion and documentation of the code at a cursor, in a cell of several snippets. */
public final class CodeHelp {
    private static final int MOST = 200;

    private final SourceCodeAnalysis analysis;
    private final SourceDocs sources;

    CodeHelp(SourceCodeAnalysis analysis, SourceDocs sources) {
        this.analysis = analysis;
        this.sources = sources;
    }

    /**
     * What may be written in the place of a part of the code.
     *
     * @param words the best first
     * @param begin of the part
     * @param end of the part, which is the cursor
     */
    public record Completions(List<String> words, int begin, int end) {}

    /** The snippet that the cursor is in, and where it begins in the cell. */
    private record Spot(String code, int begin, int cursor) {}

    private Spot spot(String cell, int cursor) {
        int begin = 0;
        while (true) {
            String rest = cell.substring(begin);
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int end = cell.length() - info.remaining().length();
            boolean goesOn = info.remaining().strip().startsWith(".");
            if (!info.completeness().isComplete() || goesOn || end >= cursor || end <= begin) {
                return new Spot(rest, begin, cursor - begin);
            }
            begin = end;
        }
    }

    /** What may be written at the cursor; the best first. */
    public Completions complete(String cell, int cursor) {
        Spot spot = spot(cell, cursor);
        int[] anchor = new int[1];
        List<Suggestion> suggestions = analysis.completionSuggestions(spot.code(), spot.cursor(), anchor);
        List<String> words = Stream.concat(suggestions.stream().filter(Suggestion::matchesType), suggestions.stream())
                .map(Suggestion::continuation)
                .distinct()
                .limit(MOST)
                .toList();
        return new Completions(words, spot.begin() + anchor[0], cursor);
    }

    /** Signatures of what the cursor is at, with their Javadoc where the JDK, a jar of sources or a folder of sources has it. */
    public Optional<String> documentation(String cell, int cursor) {
        Spot spot = spot(cell, cursor);
        int end = spot.cursor();
        while (end < spot.code().length()
                && Character.isJavaIdentifierPart(spot.code().charAt(end))) {
            end++;
        }
        String before = spot.code().substring(0, end);
        return Stream.<Function<String, String>>of(code -> code + "(", code -> code)
                .map(form -> form.apply(before))
                .map(code -> analysis.documentation(code, code.length(), true))
                .filter(found -> !found.isEmpty())
                .map(this::text)
                .findFirst();
    }

    private String text(List<Documentation> found) {
        return found.stream()
                .map(one -> one.signature()
                        + Optional.ofNullable(one.javadoc())
                                .or(() -> sources.of(one.signature()))
                                .map(CodeHelp::plain)
                                .filter(javadoc -> !javadoc.isEmpty())
                                .map(javadoc -> "\n" + javadoc)
                                .orElse(""))
                .distinct()
                .collect(Collectors.joining("\n\n"));
    }

    /** Javadoc without its marks, for people. */
    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link|linkplain|literal|value)\\s+([^}]*)}", "$1")
                .replaceAll("(?i)</?(?:p|pre|ul|ol|li|blockquote)[^>]*>", "\n")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .lines()
                .map(String::strip)
                .collect(Collectors.joining("\n"))
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    /** Whether Java is whole, so that what follows it begins something else. */
    public boolean isWhole(String java) {
        String rest = java;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                return true;
            }
            if (!info.completeness().isComplete()) {
                return false;
            }
            rest = info.remaining();
        }
        return true;
    }

    /** The type of an expression; empty where it has none. */
    public String type(String expression) {
        String code = analysis.analyzeCompletion(expression).source().strip().replaceFirst(";$", "");
        return Optional.ofNullable(analysis.analyzeType(code, code.length())).orElse("");
    }

    /** Whether it is one declaration, statement or expression, and not several. */
    public boolean isOneSnippet(String code) {
        return analysis.analyzeCompletion(code).remaining().isBlank();
    }

    /** How much of a snippet the code is. */
    public Completeness completeness(String code) {
        return analysis.analyzeCompletion(code).completeness();
    }
}
