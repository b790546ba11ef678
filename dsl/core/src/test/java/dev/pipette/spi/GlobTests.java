package dev.pipette.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders/*.csv        | orders/1.csv             | true",
                "orders/*.csv        | orders/.csv              | false",
                "orders/*.csv        | orders/._1.csv           | false",
                "orders/.*.csv       | orders/._1.csv           | true",
                "orders/?x.csv       | orders/.x.csv            | false",
                "orders/[.]x.csv     | orders/.x.csv            | false",
                "orders/{*,.x}.csv   | orders/.y.csv            | false",
                "orders/{*,.x}.csv   | orders/.x.csv            | true",
                "orders/a*.csv       | orders/a.b.csv           | true",
                "**/*.csv            | .x.csv                   | false",
                "**/.x.csv           | .x.csv                   | true",
                "**/.x.csv           | a/b/.x.csv               | true",
                "**/*.csv            | a/.git/x.csv             | false",
                "a/**                | a/.x                     | false",
                "a/**                | a/b/.git/x               | false",
                "a/**                | a//b/x                   | true",
                ".cache/**/*.csv     | .cache/a/x.csv           | true",
                ".cache/*/x.csv      | .cache/.a/x.csv          | false",
                "orders/*.csv        | orders/2025/1.csv        | false",
                "orders/*.csv        | orders/1.csv.gz          | false",
                "orders/*.csv        | Orders/1.csv             | false",
                "orders/**/*.csv     | orders/1.csv             | true",
                "orders/**/*.csv     | orders/2025/12/1.csv     | true",
                "orders/**/*.csv     | orders-old/1.csv         | false",
                "orders/**           | orders/2025/1.csv        | true",
                "orders/**           | orders/2025/             | false",
                "orders**.csv        | orders-old/a/1.csv       | true",
                "**/*.csv            | 1.csv                    | true",
                "**/a/**/b.csv       | a/b.csv                  | true",
                "**/a/**/b.csv       | x/y/a/z/b.csv            | true",
                "a?.csv              | a1.csv                   | true",
                "a?.csv              | a😀.csv                   | true",
                "a?b                 | a/b                      | false",
                "a[0-3].csv          | a2.csv                   | true",
                "a[0-3].csv          | a4.csv                   | false",
                "a[!0-3].csv         | a4.csv                   | true",
                "a[!0-3]b            | a/b                      | false",
                "a[]x].csv           | a].csv                   | true",
                "a[&^.]b             | a^b                      | true",
                "{a,bc}/*.csv        | bc/1.csv                 | true",
                "{a,b*}.csv          | b12.csv                  | true",
                "a{,.gz}             | a.gz                     | true",
                "a{,.gz}             | a                        | true",
                "a[1].csv            | a1.csv                   | true",
                "a[1].csv            | a[1].csv                 | true",
                "a\\[1\\]*.csv       | a[1] x.csv               | true",
                "a\\[1\\]*.csv       | a1.csv                   | false",
                "a[1.csv             | a[1.csv                  | true",
                "a{1.csv             | a{1.csv                  | true",
                "a+b (1)^$.csv       | a+b (1)^$.csv            | true",
                "a//b/*              | a//b/c                   | true",
                "ü/*.csv             | ü/😀.csv                  | true",
                "😀*.csv              | 😀x.csv                   | true",
            })
    void a_pattern_means_these_keys(String pattern, String key, boolean matches) {
        assertThat(glob(pattern).matches(key)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders/1.csv      | orders/1.csv | true",
                "orders/a\\*b.csv  | orders/a*b.csv | true",
                "orders/a[b.csv    | orders/a[b.csv | true",
                "orders/2025-*/x   | orders/2025- | false",
                "orders/**/*.csv   | orders/ | false",
                "orders/{a,b}.csv  | orders/ | false",
            })
    void all_keys_of_a_pattern_begin_alike(String pattern, String prefix, boolean name) {
        assertThat(glob(pattern).prefix()).isEqualTo(prefix);
        assertThat(glob(pattern).isName()).isEqualTo(name);
    }

    @Test
    void a_pattern_of_one_folder_is_told_from_one_that_goes_deeper() {
        assertThat(Stream.of("a/*.csv", "a/b?c", "*").map(GlobTests::glob)).allMatch(Glob::isInOneFolder);
        assertThat(Stream.of("a/**", "a/*/b", "{a/b,c}", "**/x").map(GlobTests::glob))
                .noneMatch(Glob::isInOneFolder);
    }

    private static Glob glob(String pattern) {
        return Glob.of("orders", pattern);
    }
}
