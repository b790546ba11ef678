package dev.pipette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people who use Pipette as libraries are told about its artifacts is true. */
class LibrariesTests {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** The modules that are not libraries of their own: nobody names them. */
    private static final List<String> NOT_NAMED = List.of("pipette-bom", "pipette-jooq-gen", "pipette-cli");

    private static String read(Path pom) throws IOException {
        return Files.readString(pom);
    }

    private static String first(String element, String pom) {
        Matcher found =
                Pattern.compile("<" + element + ">([^<]+)</" + element + ">").matcher(pom);
        assertThat(found.find()).as(element).isTrue();
        return found.group(1);
    }

    private static Stream<String> poms(Path folder) {
        try {
            String pom = read(folder.resolve("pom.xml"));
            return Stream.concat(
                    Stream.of(pom),
                    MODULE.matcher(pom).results().flatMap(module -> poms(folder.resolve(module.group(1)))));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** The libraries of the build, those with a parent only: its own artifact stands behind the parent. */
    private static SortedSet<String> libraries() {
        SortedSet<String> libraries = new TreeSet<>();
        poms(ROOT)
                .filter(pom -> pom.contains("</parent>") && !pom.contains("<modules>"))
                .filter(pom -> !pom.contains("<maven.install.skip>true"))
                .map(pom -> first("artifactId", pom.substring(pom.indexOf("</parent>"))))
                .filter(artifact -> !NOT_NAMED.contains(artifact))
                .forEach(libraries::add);
        return libraries;
    }

    @Test
    void the_bom_has_every_library_in_the_version_of_the_build() throws IOException {
        String bom = read(ROOT.resolve("dsl/bom/pom.xml"));
        SortedSet<String> managed = new TreeSet<>();
        Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>\\$\\{project\\.version}</version>")
                .matcher(bom)
                .results()
                .forEach(found -> managed.add(found.group(1)));

        assertThat(managed).isEqualTo(libraries());
        assertThat(first("version", bom)).isEqualTo(first("version", read(ROOT.resolve("pom.xml"))));
    }

    /** It has no parent, so it names the versions once more. */
    @Test
    void the_bom_is_built_by_the_plugins_of_the_parent() throws IOException {
        String parent = read(ROOT.resolve("pom.xml"));
        String bom = read(ROOT.resolve("dsl/bom/pom.xml"));

        Pattern.compile(
                        "<artifactId>([a-z-]+-maven-plugin|maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(bom)
                .results()
                .forEach(plugin -> assertThat(plugin.group(2)).isEqualTo(first(plugin.group(1) + ".version", parent)));
    }

    @Test
    void the_pom_of_the_readme_has_the_versions_of_the_build() throws IOException {
        String parent = read(ROOT.resolve("pom.xml"));
        Matcher block =
                Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(read(ROOT.resolve("dsl/docs/project.md")));
        assertThat(block.find()).isTrue();
        String pom = block.group(1);

        assertThat(pom)
                .contains("<artifactId>pipette-bom</artifactId>\n        <version>" + first("version", parent) + "<")
                .contains("<version>" + first("junit.version", parent) + "<")
                .contains("<version>" + first("maven-surefire-plugin.version", parent) + "<")
                .contains("<version>" + first("maven-compiler-plugin.version", parent) + "<")
                .contains("<maven.compiler.release>" + first("maven.compiler.release", parent) + "<");
        assertThat(libraries())
                .containsAll(Pattern.compile("dev\\.pipette</groupId>\\s*<artifactId>([^<]+)<")
                        .matcher(pom)
                        .results()
                        .map(found -> found.group(1))
                        .filter(artifact -> !NOT_NAMED.contains(artifact))
                        .toList());
    }
}
