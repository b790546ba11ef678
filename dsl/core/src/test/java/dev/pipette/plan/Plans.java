package dev.pipette.plan;

import dev.pipette.error.ErrorCode;
import dev.pipette.plan.PlannedColumn.Change;
import dev.pipette.plan.PlannedStatement.Purpose;
import dev.pipette.schema.WriteDisposition.Kind;
import dev.pipette.spi.Sampling;
import java.util.List;
import java.util.Optional;

/** Plans to print. */
final class Plans {
    private Plans() {}

    static PlannedResource.Builder resource(String name) {
        return PlannedResource.builder()
                .name(name)
                .table(name)
                .disposition(Kind.APPEND)
                .source(name + ".csv")
                .rows(3)
                .requests(0)
                .files(1);
    }

    static PlannedTable.Builder table(String name) {
        return PlannedTable.builder()
                .name(name)
                .resource(name)
                .disposition(Kind.APPEND)
                .isNew(false)
                .rows(3)
                .updated(0)
                .skipped(0)
                .replaced(0);
    }

    static PlannedColumn column(String name, String type, Change change) {
        return new PlannedColumn(
                name,
                type,
                change,
                change == Change.NEW ? Optional.empty() : Optional.of("bigint"),
                true,
                name.startsWith("_dlt_"));
    }

    static RunPlan.Builder plan() {
        return RunPlan.builder()
                .pipelineName("shop")
                .destination("duckdb shop.duckdb")
                .dataset("shop_dataset")
                .sample(PlanSample.USUAL);
    }

    /** A plan with one of everything. */
    static RunPlan.Builder whole() {
        return plan().addResources(resource("orders")
                        .disposition(Kind.MERGE)
                        .key(List.of("id"))
                        .rows(1_000)
                        .files(12)
                        .endedBy(Sampling.Bound.ROWS)
                        .cursor(new PlannedCursor(
                                "day", Optional.of("2025-12-23"), Optional.of("2025-12-24"), Optional.empty()))
                        .build())
                .addResources(resource("customers").source("").rows(1).build())
                .addTables(table("orders")
                        .disposition(Kind.MERGE)
                        .rows(999)
                        .updated(12)
                        .skipped(1)
                        .replaced(13)
                        .columns(List.of(
                                column("id", "bigint", Change.NONE),
                                column("price", "double", Change.WIDENED),
                                column("note", "varchar", Change.NEW),
                                column("_dlt_id", "varchar", Change.NONE)))
                        .build())
                .addTables(table("customers")
                        .isNew(true)
                        .rows(1)
                        .columns(List.of(
                                new PlannedColumn("id", "bigint", Change.NEW, Optional.empty(), false, false),
                                column("_dlt_id", "varchar", Change.NEW)))
                        .build())
                .addStatements(new PlannedStatement(Purpose.SCHEMA, "orders", "alter table orders add note varchar"))
                .addStatements(new PlannedStatement(Purpose.BOOKKEEPING, "_dlt_loads", "create table _dlt_loads"))
                .addStatements(new PlannedStatement(
                        Purpose.ROWS,
                        "orders",
                        "insert into \"orders\" (\n  \"id\",\n  \"price\",\n  \"note\",\n  \"_dlt_id\"\n)\nselect *\nfrom"
                                + " \"staged\".\"orders\""))
                .addSchemaChanges("column orders.note text was added")
                .addRefusals(new PlannedRefusal(
                        Optional.of("orders"), ErrorCode.LOAD_REFUSED, "[LOAD_REFUSED] no right to write. Grant it."))
                .addWaiting("1795994301.2017202")
                .addNotes("the file has two headers");
    }
}
