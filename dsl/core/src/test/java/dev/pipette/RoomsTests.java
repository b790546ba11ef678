package dev.pipette;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of core, which of them may know which, and that there is no other one. */
class RoomsTests {
    private static final String ROOT = "dev.pipette";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes") && !location.isJar())
            .importPackages(ROOT);

    /** All packages, from the ground up: each may know those before it. */
    private static final List<String> ORDER = List.of(
            "text",
            "error",
            "engine",
            "engine.lexical",
            "dlt",
            "settings",
            "schema",
            "check",
            "incremental",
            "spi",
            "plan",
            "engine.sql",
            "engine.disk",
            "slices",
            "json",
            "schema.file",
            "engine.manifest",
            "engine.slice",
            "engine.columnar",
            "rows",
            "engine.files",
            "engine.folder",
            "engine.query",
            "engine.pack",
            "engine.normalize",
            "engine.extract",
            "engine.distributed",
            "engine.load.bookkeeping",
            "engine.load.plan",
            "engine.load.check",
            "engine.load.apply",
            "engine.load.preview",
            "engine.load.migrate",
            "engine.load");

    /** These know each other: a verb of the language calls its conductor, whose results are values of the language. */
    private static final List<String> TOP = List.of("", "admin", "engine.run");

    /** These know everything, and nothing in core knows them. */
    private static final List<String> ABOVE = List.of("worker");

    @Test
    void each_package_has_a_place_and_knows_only_those_below_it() {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (JavaClass type : CORE) {
            String from = room(type);
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(RoomsTests::room)
                    .filter(to -> !mayKnow(from, to))
                    .forEach(to -> wrong.putIfAbsent(from + " -> " + to, type.getSimpleName()));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void no_place_is_kept_for_a_package_that_is_gone() {
        TreeSet<String> known = new TreeSet<>(ORDER);
        known.addAll(TOP);
        known.addAll(ABOVE);

        TreeSet<String> found = new TreeSet<>();
        CORE.forEach(type -> found.add(room(type)));
        found.remove("bookkeeping");

        assertThat(found)
                .as("packages of core; ORDER says who may know whom, and how-a-load-works.md draws it")
                .isEqualTo(known);
    }

    private static boolean mayKnow(String from, String to) {
        if (from.equals(to) || to.equals("bookkeeping")) {
            return true; // the generated classes of the bookkeeping tables have a rule of their own
        }
        if (ABOVE.contains(from)) {
            return TOP.contains(to) || ORDER.contains(to);
        }
        if (TOP.contains(from)) {
            return TOP.contains(to) || ORDER.contains(to);
        }
        return ORDER.contains(to) && ORDER.indexOf(to) < ORDER.indexOf(from);
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        String below = name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
        return below.startsWith("bookkeeping") ? "bookkeeping" : below;
    }

    @Test
    void few_packages_know_duckdb() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.pipette.engine.columnar",
                        "dev.pipette.engine.files",
                        "dev.pipette.engine.query",
                        "dev.pipette.engine.pack")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.duckdb..")
                .check(CORE);
    }

    /** Rooms that compose DuckDB's SQL as text; in all others it is an expression of jOOQ. */
    private static final Set<String> SQL_ROOMS = Set.of(
            "engine.sql",
            "engine.lexical",
            "engine.columnar",
            "engine.files",
            "engine.query",
            "engine.pack",
            // what a load would run is text there, which is counted behind a WITH clause
            "engine.load.preview");

    /** Classes that show SQL to people: in an error, or in a command that they may run. */
    private static final Set<String> SHOW_SQL = Set.of("Commands", "PackageRows", "DoubtfulState");

    /** Texts, and comments, in which a quote begins no text. */
    private static final Pattern TEXT_OR_COMMENT =
            Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"|/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    private static final Pattern SQL = Pattern.compile("\\b("
            + "SELECT|FROM|WHERE|UNION ALL|CASE WHEN|CAST\\(|TRY_CAST|COPY|ATTACH|INSERT INTO|DELETE FROM|read_csv|read_parquet"
            + ")");

    @Test
    void few_packages_write_sql_as_text() throws IOException {
        Path sources = Path.of("src/main/java/dev/pipette");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String room = sources.relativize(file.getParent()).toString().replace('/', '.');
                String name = file.getFileName().toString().replace(".java", "");
                boolean hasSql = TEXT_OR_COMMENT
                        .matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .anyMatch(text ->
                                text.startsWith("\"") && SQL.matcher(text).find());
                if (hasSql && !SQL_ROOMS.contains(room) && !SHOW_SQL.contains(name)) {
                    found.add(room + "." + name);
                }
            }
        }

        assertThat(found).as("classes with SQL as text").isEmpty();
    }

    @Test
    void the_way_of_a_row_into_a_package_knows_no_destination() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.pipette.engine.extract", "dev.pipette.engine.normalize", "dev.pipette.engine.pack")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "destinations and SQL of destinations",
                        type -> type.getSimpleName().startsWith("Destination")
                                || type.getPackageName().startsWith("org.jooq")))
                .check(CORE);
    }

    @Test
    void extract_knows_the_package_by_the_entrance_of_normalize_alone() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.engine.extract")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pipette.engine.pack")
                .check(CORE);
    }

    @Test
    void settings_know_nothing_that_is_loaded() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.settings")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jooq..", "dev.pipette.schema", "dev.pipette.incremental", "dev.pipette.engine..")
                .check(CORE);
    }

    @Test
    void only_the_bookkeeping_knows_its_generated_classes() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.pipette.bookkeeping..", "dev.pipette.engine.load..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pipette.bookkeeping..")
                .check(CORE);
    }

    @Test
    void the_language_shows_no_class_of_the_engine() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(DescribedPredicate.describe(
                        "public types outside the engine",
                        type -> type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                                && !type.getPackageName().startsWith("dev.pipette.engine")))
                .should()
                .notHaveRawReturnType(DescribedPredicate.describe(
                        "a class of the engine", type -> type.getPackageName().startsWith("dev.pipette.engine")))
                .check(CORE);
    }
}
