package dev.pipette.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command in process and keeps what it prints. */
final class Cli {
    private Cli() {}

    /** What one run gave. */
    record Result(int exitCode, String out, String err) {
        /** Standard output as one JSON document. */
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** Standard output in lines. */
        List<String> lines() {
            return out.lines().toList();
        }
    }

    static Result run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int at = 0; at < arguments.length; at++) {
            texts[at] = arguments[at].toString();
        }
        int exitCode = Main.commandLine(new PrintWriter(out), new PrintWriter(err), texts)
                .execute(texts);
        return new Result(exitCode, out.toString(), err.toString());
    }
}
