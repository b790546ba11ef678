package dev.pipette.cli.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries of a repository that is a folder, which Maven's settings name as the mirror of all. */
class MavenLibrariesTests {
    private static final String WAY_OUT =
            " Correct the coordinates, or name its repository in a profile of ~/.m2/settings.xml.";

    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();

    private void publish(String artifact, String version, String dependencies) throws IOException {
        Path library = Files.createDirectories(
                folder.resolve("repository/org/example").resolve(artifact).resolve(version));
        Files.writeString(
                library.resolve(artifact + "-" + version + ".pom"), """
                <project><modelVersion>4.0.0</modelVersion>
                <groupId>org.example</groupId><artifactId>%s</artifactId><version>%s</version>
                <dependencies>%s</dependencies></project>
                """.formatted(artifact, version, dependencies));
        Files.writeString(library.resolve(artifact + "-" + version + ".jar"), "not opened here");
    }

    private static String dependency(String artifact, String version, String scope) {
        return "<dependency><groupId>org.example</groupId><artifactId>" + artifact + "</artifactId><version>" + version
                + "</version><scope>" + scope + "</scope></dependency>";
    }

    /** Those of a user whose settings name a mirror. */
    private MavenLibraries libraries(String mirror, String more) throws IOException {
        Path home = Files.createDirectories(folder.resolve(".m2"));
        Files.writeString(
                home.resolve("settings.xml"),
                "<settings>" + more + "<mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf><url>" + mirror
                        + "</url></mirror></mirrors></settings>");
        return new MavenLibraries(home);
    }

    private String mirror() {
        return folder.resolve("repository").toUri().toString().replaceFirst("/$", "");
    }

    private List<String> resolved(MavenLibraries libraries, String... coordinates) {
        return libraries.apply(List.of(coordinates), progress::add).stream()
                .map(library -> library.getFileName().toString())
                .toList();
    }

    @Test
    void a_library_comes_with_what_it_needs_and_later_from_the_local_repository() throws IOException {
        publish("shop", "1.0", dependency("money", "2.1", "compile") + dependency("checks", "1.0", "test"));
        publish("money", "2.1", "");

        List<String> first = resolved(libraries(mirror(), ""), "org.example:shop:1.0");
        Files.move(folder.resolve("repository"), folder.resolve("gone"));
        List<String> second = resolved(libraries(mirror(), ""), "org.example:shop:1.0");
        List<String> offline = resolved(libraries(mirror(), "<offline>true</offline>"), "org.example:shop:1.0");

        assertThat(first).containsExactly("shop-1.0.jar", "money-2.1.jar");
        assertThat(second).isEqualTo(first);
        assertThat(offline).isEqualTo(first);
        assertThat(progress)
                .containsExactlyInAnyOrder("downloading shop-1.0.jar from ours", "downloading money-2.1.jar from ours");
    }

    @Test
    void what_is_not_there_is_named_with_where_it_was_looked_for() throws IOException {
        publish("shop", "1.0", dependency("lost", "3", "compile"));
        MavenLibraries libraries = libraries(mirror(), "");

        assertThatThrownBy(() -> resolved(libraries, "org.example:nothing:1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.example:nothing:1.0 is not in ours (" + mirror() + ")." + WAY_OUT);
        assertThatThrownBy(() -> resolved(libraries, "org.example:shop:1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.example:lost:3, which org.example:shop:1.0 needs, is not in ours (" + mirror() + ")."
                        + WAY_OUT);
        assertThatThrownBy(() -> resolved(libraries(mirror(), "<offline>true</offline>"), "org.example:nothing:1.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.example:nothing:1.0 is not in the local repository " + folder.resolve(".m2/repository")
                        + ", and Maven's settings say that it works offline. Change <offline> in settings.xml, or add the jar"
                        + " itself with --jar.");
    }

    @Test
    void a_repository_that_does_not_answer_is_named() throws IOException {
        MavenLibraries libraries = libraries("http://127.0.0.1:1/maven", "");

        assertThatThrownBy(() -> resolved(libraries, "org.example:shop:1.0"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("org.example:shop:1.0 is not in the local repository "
                        + folder.resolve(".m2/repository")
                        + ", and ours (http://127.0.0.1:1/maven) does not answer: ConnectException: ")
                .hasMessageEndingWith(
                        ". Check the network, and mirrors and proxies in ~/.m2/settings.xml; or add the jar"
                                + " itself with --jar.");
    }

    @Test
    void settings_that_cannot_be_read_are_named() throws IOException {
        Path home = Files.createDirectories(folder.resolve(".m2"));
        Files.writeString(home.resolve("settings.xml"), "<settings><mirrors></settings>");

        assertThatThrownBy(() -> new MavenLibraries(home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Maven's settings cannot be read: ")
                .hasMessageContaining(home.resolve("settings.xml").toString())
                .hasMessageEndingWith(". Correct that file.");
    }
}
