package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a fingerprint tells of its file. */
final class InputFilesTests {
    @ParameterizedTest
    @CsvSource(textBlock = """
            /in/1.csv 5 1795956232781 crc32c=0f1e2d3c, /in/1.csv
            '/in/1.csv 5 1795956232781 ',              /in/1.csv
            /in/1.csv 5 1795956232781,                 /in/1.csv
            /in/a b 7.csv 5 -1 crc32c=00000000,        /in/a b 7.csv
            s3://bucket/in/1.csv "d41d8cd98f00" 5,     s3://bucket/in/1.csv
            """)
    void a_fingerprint_begins_with_the_name_of_its_file(String fingerprint, String name) {
        assertThat(InputFiles.named(fingerprint)).isEqualTo(name);
    }
}
