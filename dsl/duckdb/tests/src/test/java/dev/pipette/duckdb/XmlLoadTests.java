package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.xmlFormat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements of XML become rows, and repeated ones those of a nested table. */
class XmlLoadTests {
    @TempDir
    Path folder;

    @Test
    void elements_are_rows_of_tables_with_declared_types() throws IOException {
        Scratch scratch = new Scratch(folder);
        Files.writeString(folder.resolve("orders.xml"), """
                <orders>
                  <order id="1"><amount>12.50</amount><item sku="a"/><item sku="b"/></order>
                  <order id="2"><amount/><to><zip>01067</zip></to></order>
                </orders>
                """);
        Files.writeString(
                folder.resolve("more.xml"), "<orders><order id='3'><amount>1</amount><item sku='c'/></order></orders>");

        scratch.run(resource("orders")
                .files(folder + "/*.xml", xmlFormat().record("order").lists("item"))
                .column("id", bigint())
                .column("amount", decimal(10, 2))
                .merge("id"));

        assertThat(scratch.rows("SELECT id, amount, to__zip FROM orders ORDER BY id"))
                .containsExactly("1 | 12.50 | NULL", "2 | NULL | 01067", "3 | 1.00 | NULL");
        assertThat(scratch.rows("SELECT sku FROM orders__item ORDER BY sku")).containsExactly("a", "b", "c");
    }
}
