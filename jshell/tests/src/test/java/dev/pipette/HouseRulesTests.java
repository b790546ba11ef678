package dev.pipette;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which module may know which. The packages of core have their rules in core ({@code RoomsTests}). */
class HouseRulesTests {
    private static final JavaClasses HOUSE = house();

    private static final String[] CORE = {
        "dev.pipette",
        "dev.pipette.admin..",
        "dev.pipette.check..",
        "dev.pipette.dlt..",
        "dev.pipette.engine..",
        "dev.pipette.error..",
        "dev.pipette.incremental..",
        "dev.pipette.json..",
        "dev.pipette.plan..",
        "dev.pipette.rows..",
        "dev.pipette.schema..",
        "dev.pipette.settings..",
        "dev.pipette.slices..",
        "dev.pipette.spi..",
        "dev.pipette.text..",
        "dev.pipette.worker.."
    };

    private static JavaClasses house() {
        // the rules look at the names of packages only, so classes of libraries need not be read
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.pipette");
    }

    @Test
    void core_knows_no_adapter_no_source_and_no_command() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.observe..",
                        "dev.pipette.files..",
                        "dev.pipette.jdbc..",
                        "dev.pipette.rest..",
                        "dev.pipette.signalroom..",
                        "dev.pipette.cli..",
                        "dev.pipette.testing..")
                .check(HOUSE);
    }

    @Test
    void sources_know_neither_drivers_nor_destinations() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.pipette.files..", "dev.pipette.rest..", "dev.pipette.signalroom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.duckdb..",
                        "org.jooq..",
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.engine..")
                .check(HOUSE);
    }

    /** Of drivers, that of PostgreSQL alone: for its COPY. */
    @Test
    void databases_as_sources_know_core_only() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.jdbc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.duckdb..",
                        "org.jooq..",
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.engine..",
                        "dev.pipette.files..",
                        "dev.pipette.cli..")
                .check(HOUSE);
    }

    @Test
    void sources_know_core_and_the_client_of_web_apis_only() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.files..", "dev.pipette.signalroom..", "dev.pipette.cli..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.signalroom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.files..", "dev.pipette.cli..")
                .check(HOUSE);
    }

    @Test
    void commands_know_sources_by_their_names_only() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.rest..", "dev.pipette.signalroom..")
                .check(HOUSE);
    }

    @Test
    void one_room_knows_the_terminal_and_one_knows_maven() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pipette.cli.shell..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jline..", "dev.pipette.cli.shell..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pipette.cli.libraries..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.maven..", "org.eclipse.aether..", "dev.pipette.cli.libraries..")
                .check(HOUSE);
        // it is loaded without anything of Pipette
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.cli.libraries..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.pipette..")
                        .and(DescribedPredicate.not(
                                JavaClass.Predicates.resideInAPackage("dev.pipette.cli.libraries.."))))
                .check(HOUSE);
    }

    @Test
    void a_destination_knows_the_service_interface_and_no_room_of_the_engine() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.pipette.duckdb..", "dev.pipette.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pipette.engine..")
                .check(HOUSE);
    }

    @Test
    void the_test_kit_knows_no_destination_no_source_and_no_driver() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.testing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.duckdb..",
                        "dev.pipette.postgres..",
                        "dev.pipette.files..",
                        "dev.pipette.cli..",
                        "org.duckdb..",
                        "org.postgresql..")
                .check(HOUSE);
    }

    @Test
    void fake_web_apis_know_nothing_of_pipelines() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.testing.http..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.pipette..")
                        .and(DescribedPredicate.not(
                                JavaClass.Predicates.resideInAPackage("dev.pipette.testing.http.."))))
                .check(HOUSE);
    }

    /** What the kernel itself may know is tested in its module ({@code NotebookRulesTests}). */
    @Test
    void nobody_knows_the_kernel_for_notebooks() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pipette.notebook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pipette.notebook..")
                .check(HOUSE);
    }

    @Test
    void nobody_outside_core_knows_the_engine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CORE)
                .and()
                .resideOutsideOfPackage("dev.pipette.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pipette.engine..")
                .check(HOUSE);
    }

    /** Jobs keep private files, as working folders do, and a quiet jOOQ. */
    @Test
    void jobs_know_of_the_engine_how_it_keeps_files_and_sets_jooq() {
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.jobs..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.pipette.engine..")
                        .and(resideOutsideOfPackages("dev.pipette.engine.disk..", "dev.pipette.engine.sql..")))
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.pipette.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pipette.duckdb..", "dev.pipette.files..", "dev.pipette.rest..", "dev.pipette.cli..")
                .check(HOUSE);
    }
}
