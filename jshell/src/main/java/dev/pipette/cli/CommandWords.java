package dev.pipette.cli;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts the command's options in the place of Java's methods where an error or a note says what to do now. The library
 * writes its texts for people who write Java; who types commands has options, and files that can be changed.
 *
 * <pre>{@code
 * CommandWords.of("Choose another with .table(..).");   // "Choose another with --table."
 * }</pre>
 */
public final class CommandWords {
    private static final String METHOD = "\\.?[a-zA-Z]+\\((?:[^()]|\\([^()]*\\))*\\)";

    private record Rule(Pattern java, String words) {
        static Rule of(String java, String words) {
            return new Rule(Pattern.compile(java), words);
        }
    }

    private static final List<Rule> RULES = List.of(
            // both are in the text
            Rule.of("(?:" + METHOD + ")+ \\((--[^()]*(?:\\([^()]*\\)[^()]*)?)\\)", "$1"),
            Rule.of("\\.whenMissing\\(\\.\\.\\) or --missing", "--missing"),
            Rule.of("\\.statementTimeout\\(\\.\\.\\), or (statement_timeout)", "$1"),
            Rule.of("--format or files\\(pattern, format\\)", "--format"),
            Rule.of("cursor\\(\"[^\"]+\", [a-zA-Z]+\\.class\\), or (--cursor )", "$1"),
            Rule.of("pipeline\\.admin\\(\\)\\.setCursor\\(\"[^\"]*\", value\\), or (pipette pipeline )", "$1"),
            Rule.of("\\.overridingSystemValue\\(\\) \\((\\?overriding_system_value=true in the URL)\\)", "$1"),
            // an option for a method
            Rule.of("\\.zone\\(ZoneId\\.of\\(\"([^\"]+)\"\\)\\)", "--zone $1"),
            Rule.of("\\blag\\((?:Period|Duration)\\.ofDays\\((\\d+)\\)\\)", "--lag P$1D"),
            Rule.of("\\blag\\(Duration\\.ofHours\\((\\d+)\\)\\)", "--lag PT$1H"),
            Rule.of("\\blag\\(([^()]+)\\)", "--lag $1"),
            Rule.of(
                    "no destination ('[^']*') on the class path \\(there: ([^)]*)\\)\\. Add the dependency \\S+",
                    "there is no kind of destination $1. Kinds are $2."),
            Rule.of("with \\.execute\\(\\.\\.\\)", "with 'pipette sql --write'"),
            Rule.of("files\\(\\.\\., \"([a-z]+)\"\\)", "--format $1"),
            Rule.of("\\.option\\(\"delimiter\", \\.\\.\\)", "--delimiter"),
            Rule.of("\\.select\\(\\.\\.\\)", "--columns"),
            Rule.of("\\.(exclude|rename|mask)\\(\\.\\.\\)", "--$1"),
            Rule.of("\\.tableBy\\(\\.\\.\\)", "--table-by"),
            Rule.of("\\.(table|home|dataset)\\(\\.\\.\\)", "--$1"),
            Rule.of("\\ballowDeleting\\(([^()]+)\\)", "--allow-deleting $1"),
            Rule.of("\\bmarkDeleted\\(\\.\\.\\)", "--mark-deleted"),
            Rule.of("\\.rename\\(\"([^\"]+)\", \"([^\"]+)\"\\)", "--rename $1=$2"),
            Rule.of("\\bincremental\\(\\.\\.\\)", "--cursor"),
            Rule.of("cursor\\(\"([^\"]+)\", \\.\\.\\)\\.backfill\\(\\.\\.\\)", "--cursor $1 with --from and --to"),
            Rule.of("\\.mergeKey\\(\\.\\.\\) to scd2\\(\\.\\.\\)", "--merge-key"),
            Rule.of("merge\\(upsert\\(\\.\\.\\)\\)", "--strategy upsert"),
            Rule.of("append\\(\\) or merge\\(\\.\\.\\)", "--append or --merge"),
            Rule.of("merge\\(\\.\\.\\) or primaryKey\\(\\.\\.\\)", "--merge or --primary-key"),
            Rule.of("cursor\\(\"([^\"]+)\", Instant\\.class\\)", "--cursor $1:timestamp"),
            Rule.of(", or say s3\\(\"[^\"]*\"\\)\\.[a-z]+\\([^)]*\\)", ""),
            Rule.of(", or allow more with s3\\(\"[^\"]*\"\\)\\.maxObjects\\(\\.\\.\\)", ""),
            Rule.of("say \\.credentials\\(\\.\\.\\)", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
            Rule.of(
                    ", or (?:add )?\\.[a-zA-Z]+\\(\\.\\.\\)(?: or \\.[a-zA-Z]+\\(\\.\\.\\))* (?:of|to) sftp\\(\"[^\"]*\"\\)",
                    ""),
            Rule.of(" or \\.(?:privateKey|passphrase)\\(\\.\\.\\)", ""),
            // hints of keys and NULL are Java's alone
            Rule.of(", leave notNull\\(\\) out, or run", ", or run"),
            // code that changes rows: on the command line the input is changed
            Rule.of("without \\.map\\(\\.\\.\\) and \\.filter\\(\\.\\.\\)", "without --limit and --rename"),
            Rule.of(", or (?:rename or drop (?:it|them) )?with \\.map\\(\\.\\.\\)", ", or with --rename OLD=NEW"),
            Rule.of(
                    "([Rr]ename (?:one of them|it)(?: or drop it)?|Rename or drop it) with \\.map\\(\\.\\.\\)",
                    "$1 in the input, or with --rename OLD=NEW"),
            Rule.of("with\\s+\\.(?:map|filter)\\(\\.\\.\\)", "in the input"));

    private CommandWords() {}

    /** The same text for somebody who types commands. */
    public static String of(String text) {
        String words = text;
        for (Rule rule : RULES) {
            words = rule.java().matcher(words).replaceAll(rule.words());
        }
        return words;
    }
}
