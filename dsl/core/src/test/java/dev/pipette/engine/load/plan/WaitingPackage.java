package dev.pipette.engine.load.plan;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.TableColumn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A sealed package of resources, whose load is planned against tables that a test makes up. */
final class WaitingPackage implements AutoCloseable {
    private final SealedPackage sealed;
    private final DuckEngine engine;

    private WaitingPackage(SealedPackage sealed, DuckEngine engine) {
        this.sealed = sealed;
        this.engine = engine;
    }

    /** Extracts and seals the resources; the destination cannot be reached, so the package waits. */
    static WaitingPackage of(Path folder, Resource... resources) {
        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> Pipette.pipeline("shop", Destination.parse("unreachable:shop"))
                        .home(folder)
                        .run(resources));
        SealedPackage sealed = WorkingFolders.in(folder)
                .getFirst()
                .folder()
                .packages()
                .waiting()
                .getFirst();
        return new WaitingPackage(sealed, DuckEngine.streaming(folder.resolve("spill"), "256MB"));
    }

    /** Plans the load into an empty dataset. */
    LoadPlan plan() {
        return plan(emptySchema(), Map.of(), ExistingTables.NONE);
    }

    /** Plans the load into a dataset that has these tables. */
    LoadPlan plan(Schema schema, Map<String, List<TableColumn>> tables, ExistingTables values) {
        return new LoadPlanner(
                        sealed.manifest(),
                        new PackageReader(engine, sealed),
                        schema,
                        tables,
                        values,
                        Naming.snakeCase(63))
                .plan();
    }

    /** What the package is. */
    Manifest manifest() {
        return sealed.manifest();
    }

    /** The schema of a pipeline that has loaded nothing. */
    Schema emptySchema() {
        return SchemaOrigin.pipettes(sealed.manifest().schemaName());
    }

    @Override
    public void close() {
        engine.close();
    }
}
