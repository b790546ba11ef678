package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceDocsTests {
    private final SourceDocs docs = new SourceDocs(List.of(Path.of("../dsl/core/src/main/java")));

    @Test
    void the_comment_of_a_method_is_that_of_the_one_with_the_same_parameters() {
        assertThat(docs.of("Rows Dataset.table(String table, int limit)").orElseThrow())
                .contains("limit")
                .isNotEqualTo(docs.of("Rows Dataset.table(String table)").orElseThrow());
        assertThat(docs.of("LoadInfo Pipeline.run(Resource... resources)")).isPresent();
        assertThat(docs.of("LoadInfo Pipeline.run(List<Resource> resources)")).isPresent();
        assertThat(docs.of("R Dataset.<R>query(String sql, Function<? super RowStream,R> reading)"))
                .isPresent();
        assertThat(docs.of("dev.pipette.rows.Rows").orElseThrow()).contains("how they are printed");
    }

    @Test
    void what_is_not_there_has_no_comment() {
        assertThat(docs.of("int Nothing.none()")).isEmpty();
        assertThat(docs.of("int Pipeline.none()")).isEmpty();
        assertThat(docs.of("not a signature")).isEmpty();
    }
}
