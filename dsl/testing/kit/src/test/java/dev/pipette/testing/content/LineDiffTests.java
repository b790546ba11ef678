package dev.pipette.testing.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineDiffTests {
    @Test
    void equal_texts_differ_in_nothing() {
        assertThat(LineDiff.between("a\nb\n", "a\nb")).isEmpty();
    }

    @Test
    void changes_stand_with_two_lines_around_them() {
        assertThat(LineDiff.between(
                        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", "1\n2\n3\nfour\n5\n6\n7\n8\n9\n10\n11\n12\n"))
                .isEqualTo("""
                          2
                          3
                        - 4
                        + four
                          5
                          6
                          ...
                          10
                          11
                        + 12""");
    }
}
