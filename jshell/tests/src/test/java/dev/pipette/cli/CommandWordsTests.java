package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who types commands is told options, and not methods of Java. */
class CommandWordsTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Choose another with .table(..). | Choose another with --table.",
                "choose another folder with .home(..). | choose another folder with --home.",
                "or name the delimiter with .option(\"delimiter\", ..) where it is another one."
                        + " | or name the delimiter with --delimiter where it is another one.",
                "Say what becomes of such rows with .whenMissing(..) or --missing, or choose"
                        + " | Say what becomes of such rows with --missing, or choose",
                "or say column(\"zip\", text()) (--type zip=text) to keep them | or say --type zip=text to keep them",
                "say column(\"x\", decimal(12, 2)) (--type x=decimal(12,2)). | say --type x=decimal(12,2).",
                "in a column 'row': .map(row -> Map.of(\"row\", row)).column(\"row\", jsonDocument()) (--whole-rows row)."
                        + " | in a column 'row': --whole-rows row.",
                "into another dataset: .datasetName(\"a_pipette\") (--dataset a_pipette)."
                        + " | into another dataset: --dataset a_pipette.",
                "Rename one of them with .map(..). | Rename one of them in the input, or with --rename OLD=NEW.",
                "Rename or drop it with .map(..). | Rename or drop it in the input, or with --rename OLD=NEW.",
                "Rename it in the file, or rename or drop it with .map(..)."
                        + " | Rename it in the file, or with --rename OLD=NEW.",
                "Change such values with .map(..), or | Change such values in the input, or",
                "drop such rows with .filter(..). | drop such rows in the input.",
                "give its format: files(.., \"parquet\"). | give its format: --format parquet.",
                "Set them, or say s3(\"demo\").credentials(..). | Set them.",
                "Choose a pattern that matches fewer, or allow more with s3(\"demo\").maxObjects(..)."
                        + " | Choose a pattern that matches fewer.",
                "Leave them out, and say .credentials(..)."
                        + " | Leave them out, and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                "run statements that write with .execute(..)."
                        + " | run statements that write with 'pipette sql --write'.",
                "Compare them as numbers: cursor(\"v\", Long.class), or --cursor v:integer (decimal for fractions)."
                        + " | Compare them as numbers: --cursor v:integer (decimal for fractions).",
                "Say in which time zone it is: .zone(ZoneId.of(\"UTC\")), or set it: pipeline.admin().setCursor(\"a\", value),"
                        + " or pipette pipeline NAME cursor a --set 1000 --as integer."
                        + " | Say in which time zone it is: --zone UTC, or set it: pipette pipeline NAME cursor a --set 1000 --as"
                        + " integer.",
                "or load with .overridingSystemValue() (?overriding_system_value=true in the URL)."
                        + " | or load with ?overriding_system_value=true in the URL.",
                "lag(P1D) does not fit cursor 'id', whose values are integers. Say lag(1000)."
                        + " | --lag P1D does not fit cursor 'id', whose values are integers. Say --lag 1000.",
                "Say lag(Period.ofDays(3)) or lag(Duration.ofHours(2)). | Say --lag P3D or --lag PT2H.",
                "Say lag(Duration.ofDays(3)). | Say --lag P3D.",
                "no destination 'mysql' on the class path (there: duckdb, postgres). Add the dependency"
                        + " dev.pipette:pipette-mysql."
                        + " | there is no kind of destination 'mysql'. Kinds are duckdb, postgres.",
                "Leave them out with .exclude(\"a\", \"b\") (--exclude a,b), rename"
                        + " | Leave them out with --exclude a,b, rename",
                "leave them out with .skipLines(..) (--skip-lines) or .comment(..) (--comment)."
                        + " | leave them out with --skip-lines or --comment.",
                "declare it with .withoutHeader(..) (--no-header). | declare it with --no-header.",
                "leave the row out with .filter(..), leave notNull() out, or run ALTER TABLE .. |"
                        + " leave the row out in the input, or run ALTER TABLE ..",
                "if it did, allow it with snapshot(..).allowDeleting(0.67) (--allow-deleting 0.67)."
                        + " | if it did, allow it with --allow-deleting 0.67.",
                "allowDeleting(1.5): the share of rows that may be deleted is 0 to 1; 1 allows all."
                        + " | --allow-deleting 1.5: the share of rows that may be deleted is 0 to 1; 1 allows all.",
                "Choose another name in markDeleted(..), or rename the column with .rename(..)."
                        + " | Choose another name in --mark-deleted, or rename the column with --rename.",
                "Leave such rows out with .filter(..), or widen the window of replaceWhere(..) (--replace-where)."
                        + " | Leave such rows out in the input, or widen the window of --replace-where.",
                "Leave incremental(..) out, follow the window by cursor(\"day\", ..).backfill(..) with the same bounds, or load by"
                        + " the cursor with append() or merge(..)."
                        + " | Leave --cursor out, follow the window by --cursor day with --from and --to with the same bounds, or"
                        + " load by the cursor with --append or --merge.",
                "say merge(deleteInsert(\"id\").mergeKey(\"day\")) (--merge id --merge-key day) instead of both."
                        + " | say --merge id --merge-key day instead of both.",
                "or add .mergeKey(..) to scd2(..) with the columns | or add --merge-key with the columns",
                "Leave incremental(..) out, or say merge(upsert(..)), which | Leave --cursor out, or say --strategy upsert, which",
                "Set SFTP_KEY_FILE or SFTP_PASSWORD, or .privateKey(..) or .password(..) of sftp(\"HOST\")."
                        + " | Set SFTP_KEY_FILE or SFTP_PASSWORD.",
                "Write it like sftp://USER@a.example/.., or add .user(..) to sftp(\"a.example\")."
                        + " | Write it like sftp://USER@a.example/...",
                "Correct SFTP_KEY_FILE or .privateKey(..). | Correct SFTP_KEY_FILE.",
                "read such cells as NULL with .nulls(\"#N/A\") (--null '#N/A'). | read such cells as NULL with --null '#N/A'.",
                "Name one with .record(\"order\") (--record order). | Name one with --record order.",
                "nothing to say (of brackets) here. | nothing to say (of brackets) here."
            })
    void options_take_the_place_of_methods(String java, String words) {
        assertThat(CommandWords.of(java)).isEqualTo(words);
    }

    /** Texts that only Java code can meet, or only who runs a program. */
    private static final List<String> ONLY_JAVA = List.of(
            "withName(..)",
            ".executor(..)",
            ".slices(..)",
            "describedAs(..)",
            "enforcePrimaryKey()",
            ".map(..) returned null",
            ".datePattern(..)",
            ".glob(..)",
            "files(..) a file state",
            ".rowOrder(..)",
            "rowOrder(..) out",
            "commitEvery(..) out",
            "incremental(cursor(..))",
            "lateBy(..)",
            "scd2(..)",
            "activeTimestamp(..) out",
            "validity(..)",
            ".custom(..)",
            ".addColumn(",
            "Source.of(..)",
            "admin.", // calls of a program that is planned
            "dataset.execute(..)",
            "retryFor(..)",
            "\").maxObjects(..).",
            "dedupSort(..)", // a merge without a key, which the command does not have
            "is part of a merge. Say merge(..) before it.",
            "snapshot(..).allowDeleting(",
            "\", ..).backfill(..) with the same bounds",
            "a password is .password(..).",
            "or .password(..) of sftp(", // the same, as in the table above
            ".user(..) to sftp(",
            "\").credentials(..).", // the end of a text that is put together; the table above has the whole
            "\").from(parent, ..)", // rows made of other rows are made by code
            "includeFromParent(..)",
            "skipFailed(..)",
            "parallel(..)",
            "Say commitEvery(..) of ",
            "Put both into one source with .inSource(..).",
            "a limit of time would load a part",
            "use .filter(..) or .map(..) of the resource.", // paths of answers, which the command does not ask for
            "slices(..)", // the command reads a table in one slice
            "decimal(38, ..)",
            "Correct except(..).",
            "Leave out rowOrder(..).",
            "Give query(..) one statement",
            "s3(..)");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern METHOD = Pattern.compile("[a-zA-Z]\\((?:\\.\\.|[^()]*, \\.\\.)\\)");

    @Test
    void every_text_that_names_a_method_has_words_for_the_command() throws IOException {
        List<String> left = new ArrayList<>();
        for (String module : List.of(
                "dsl/core",
                "dsl/duckdb",
                "dsl/postgres",
                "dsl/jobs",
                "sources/archives",
                "sources/avro",
                "sources/excel",
                "sources/files",
                "sources/jdbc",
                "sources/replicate",
                "sources/sftp")) {
            Path sources = Path.of("..").resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    addMethods(file, left);
                }
            }
        }
        assertThat(left).isEmpty();
    }

    private static void addMethods(Path file, List<String> left) throws IOException {
        String code = JOINED.matcher(Files.readString(file)).replaceAll("").replaceAll("(?m)^\\s*(\\*|/\\*\\*).*$", "");
        Matcher literal = LITERAL.matcher(code);
        while (literal.find()) {
            String text = literal.group(1).replace("\\\"", "\"");
            boolean named = METHOD.matcher(CommandWords.of(text)).find();
            if (named && ONLY_JAVA.stream().noneMatch(text::contains)) {
                left.add(file.getFileName() + ": " + text);
            }
        }
    }
}
