package dev.pipette.notebook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.pipette.cli.CellInterruptedException;
import dev.pipette.cli.CellSession;
import dev.pipette.cli.CodeHelp;
import dev.pipette.cli.Destinations;
import dev.pipette.cli.Libraries;
import dev.pipette.cli.LoadProgress;
import dev.pipette.cli.RunProgress;
import dev.pipette.cli.ScriptException;
import dev.pipette.cli.TestKit;
import org.junit.jupiter.api.Test;

/** What the kernel may know of the rest of the house. */
class NotebookRulesTests {
    private static final JavaClasses KERNEL = new ClassFileImporter()
            .withImportOption(place -> !place.contains("/test-classes/"))
            .importPackages("dev.pipette.notebook");

    /** The language, and what its values are made of. */
    private static final DescribedPredicate<JavaClass> LANGUAGE = JavaClass.Predicates.resideInAnyPackage(
            "dev.pipette",
            "dev.pipette.admin",
            "dev.pipette.error",
            "dev.pipette.plan",
            "dev.pipette.rows",
            "dev.pipette.schema",
            "dev.pipette.settings",
            "dev.pipette.spi",
            "dev.pipette.text");

    /** The evaluation of cells, and the words of the command. */
    private static final DescribedPredicate<JavaClass> SHARED = JavaClass.Predicates.belongToAnyOf(
            CellInterruptedException.class,
            CellSession.class,
            CodeHelp.class,
            CodeHelp.Completions.class,
            Destinations.class,
            Libraries.class,
            LoadProgress.class,
            RunProgress.class,
            RunProgress.View.class,
            ScriptException.class,
            TestKit.class);

    @Test
    void the_kernel_knows_the_language_and_what_evaluates_cells() {
        noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.pipette..")
                        .and(DescribedPredicate.not(LANGUAGE))
                        .and(DescribedPredicate.not(SHARED))
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("dev.pipette.notebook"))))
                .because("it shows values of the language; destinations and sources are found as services")
                .check(KERNEL);
    }

    @Test
    void the_kernel_knows_neither_drivers_nor_commands_nor_json() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.duckdb..", "org.postgresql..", "picocli..", "tools.jackson..")
                .check(KERNEL);
    }
}
