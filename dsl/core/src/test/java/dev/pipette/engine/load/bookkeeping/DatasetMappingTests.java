package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.DLT_LOADS;
import static dev.pipette.bookkeeping.Tables.PIPETTE_BOUNDARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class DatasetMappingTests {
    @Test
    void a_generated_table_is_that_of_the_dataset_in_its_catalog() {
        DSLContext dsl =
                DatasetMapping.of(DSL.using(SQLDialect.DUCKDB).configuration(), name("my \"db\"", "Shop data", "any"));

        assertThat(dsl.renderInlined(dsl.deleteFrom(DLT_LOADS).where(DLT_LOADS.STATUS.eq(1L))))
                .isEqualTo("delete from \"my \"\"db\"\"\".\"Shop data\".\"_dlt_loads\" where \"my \"\"db\"\"\".\"Shop"
                        + " data\".\"_dlt_loads\".\"status\" = 1");
    }

    @Test
    void a_generated_table_is_that_of_the_dataset_where_there_are_no_catalogs() {
        DSLContext dsl = DatasetMapping.of(DSL.using(SQLDialect.POSTGRES).configuration(), name("Shop data", "any"));

        assertThat(dsl.render(dsl.deleteFrom(PIPETTE_BOUNDARY).where(PIPETTE_BOUNDARY.POSITION.isNull())))
                .isEqualTo(
                        "delete from \"Shop data\".\"_pipette_boundary\" where \"Shop data\".\"_pipette_boundary\".\"position\" is null");
    }

    @Test
    void tables_with_a_schema_of_their_own_stay_there() {
        DSLContext duckdb = DatasetMapping.of(DSL.using(SQLDialect.DUCKDB).configuration(), name("db", "shop", "any"));
        DSLContext postgres = DatasetMapping.of(DSL.using(SQLDialect.POSTGRES).configuration(), name("shop", "any"));

        assertThat(duckdb.render(select(field(name("id"))).from(table(name("temp", "main", "rows")))))
                .isEqualTo("select \"id\" from \"temp\".\"main\".\"rows\"");
        assertThat(postgres.render(select(field(name("id"))).from(table(name("pg_temp", "rows")))))
                .isEqualTo("select \"id\" from \"pg_temp\".\"rows\"");
    }
}
