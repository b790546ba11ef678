package dev.pipette.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.spi.FolderAdvice;
import dev.pipette.spi.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a folder's advice names is what the folder has. */
class FolderAdviceTests {
    @TempDir
    Path temporary;

    private Path folder(String name, String... files) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(name));
        for (String file : files) {
            Path path = folder.resolve(file);
            Path _ = Files.createDirectories(path.getParent());
            Path _ = Files.createFile(path);
        }
        return folder;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.csv b.csv README.md              | /*.csv                  | 2 files",
                "a.csv b.csv.gz                     | /*.{csv,csv.gz}         | 2 files",
                "a.CSV b.csv .c.csv                 | /*.{CSV,csv}            | 2 files",
                "a.json b.parquet c.ndjson.zst      | /*.{json,ndjson.zst,parquet} | 3 files",
                "year=2024/a.csv year=2025/b.csv    | /**/*.csv               | 2 files",
                "a.csv 2024/12/b.csv .git/c.csv     | /**/*.csv               | 2 files",
                "a.jsonl                            | /*.jsonl                | 1 file",
                "a.csv 1/2/3/b.csv                  | /*.csv                  | at least 1 file",
            })
    void the_glob_matches_all_files_that_can_be_read(String names, String glob, String count) throws IOException {
        Path folder = folder("daily", names.split(" "));

        assertThat(FolderAdvice.of(folder.toString()))
                .isEqualTo(folder + " is a folder. Name the files in it with a glob in quotes: '" + folder + glob
                        + "' matches " + count + ".");
        assertThat(matched(folder, folder + glob)).hasSize(Integer.parseInt(count.replaceAll("\\D", "")));
    }

    private static List<Path> matched(Path folder, String glob) throws IOException {
        Glob read = Glob.of("daily", glob);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> read.matches(file.toString())).toList();
        }
    }

    @Test
    void characters_of_a_folder_s_name_mean_themselves() throws IOException {
        Path folder = folder("[old]", "a.csv");

        assertThat(FolderAdvice.of(folder + "/"))
                .endsWith("'" + temporary + "/\\[old]/*.csv' matches 1 file.")
                .startsWith(folder + "/ is a folder.");
    }

    @Test
    void a_link_to_a_folder_is_named_as_it_is() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder("daily", "a.csv"));

        assertThat(FolderAdvice.of(link.toString())).endsWith(": '" + link + "/*.csv' matches 1 file.");
    }

    @Test
    void a_folder_without_such_files_asks_for_a_format() throws IOException {
        Path folder = folder("daily", "a.txt");

        assertThat(FolderAdvice.of(folder.toString()))
                .isEqualTo(
                        folder + " is a folder. No file in it has the ending of a format that Pipette reads. Name the"
                                + " files with a glob in quotes like '" + folder
                                + "/*.txt', and their format with files(.., \"csv\") (--format csv).");
    }

    @Test
    void no_more_than_ten_thousand_entries_are_looked_at() throws IOException {
        Path folder = folder("many");
        for (int number = 0; number < 10_001; number++) {
            Path _ = Files.createFile(folder.resolve(number + ".csv"));
        }

        assertThat(FolderAdvice.of(folder.toString())).endsWith("/*.csv' matches at least 10,000 files.");
    }
}
