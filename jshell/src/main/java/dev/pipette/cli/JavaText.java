package dev.pipette.cli;

import java.util.ArrayList;
import java.util.List;

/** Finds its way in Java source code: over comments and literals, and through the arguments of a call. */
public record JavaText(String text) {
    private static final String BLOCK = "\"\"\"";

    /** The end of the comment or the literal that begins here; the same place where none does. */
    public int after(int at) {
        if (text.startsWith("//", at)) {
            return end("\n", at);
        }
        if (text.startsWith("/*", at)) {
            return end("*/", at + 2);
        }
        if (text.startsWith(BLOCK, at)) {
            return endOfLiteral(BLOCK, at);
        }
        return text.startsWith("\"", at) || text.startsWith("'", at)
                ? endOfLiteral(text.substring(at, at + 1), at)
                : at;
    }

    private int end(String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }

    private int endOfLiteral(String quote, int begin) {
        int at = begin + quote.length();
        while (at < text.length() && !text.startsWith(quote, at)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), at + quote.length());
    }

    /**
     * The arguments of a call, without comments.
     *
     * @param open where its opening parenthesis is
     */
    List<String> arguments(int open) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        int depth = 0;
        int at = open + 1;
        while (at < text.length()) {
            int after = after(at);
            char here = text.charAt(at);
            if (after > at) {
                argument.append(here == '/' ? " " : text.substring(at, after));
                at = after;
                continue;
            }
            if (depth == 0 && (here == ')' || here == ',')) {
                arguments.add(argument.toString().strip());
                argument.setLength(0);
                if (here == ')') {
                    return arguments;
                }
            } else {
                depth += "([{".indexOf(here) >= 0 ? 1 : ")]}".indexOf(here) >= 0 ? -1 : 0;
                argument.append(here);
            }
            at++;
        }
        return arguments;
    }
}
