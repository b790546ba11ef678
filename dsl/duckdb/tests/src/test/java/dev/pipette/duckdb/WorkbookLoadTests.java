package dev.pipette.duckdb;

import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.xlsxFormat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.check.BadRows;
import dev.pipette.incremental.FileState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.function.Consumer;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sheets of workbooks become tables. */
class WorkbookLoadTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Path workbook(Consumer<Worksheet> more) throws IOException {
        Path file = folder.resolve("orders.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "Pipette", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Orders");
            sheet.value(0, 0, "Order No");
            sheet.value(0, 1, "amount");
            sheet.value(0, 2, "day");
            sheet.value(0, 3, "at");
            sheet.value(1, 0, 1);
            sheet.value(1, 1, 12.5);
            sheet.value(1, 2, LocalDate.of(2024, 5, 1));
            sheet.style(1, 2).format("yyyy-mm-dd").set();
            sheet.value(1, 3, LocalDateTime.of(2024, 5, 1, 13, 5));
            sheet.style(1, 3).format("yyyy-mm-dd hh:mm").set();
            sheet.value(3, 0, 2);
            sheet.value(3, 1, 3);
            more.accept(sheet);
        }
        return file;
    }

    @Test
    void a_sheet_is_a_table_with_types() throws IOException {
        Path file = workbook(sheet -> {});

        scratch.run(resource("orders").files(file.toString()).column("amount", decimal(10, 2)));

        assertThat(scratch.rows("SELECT order_no + 1, amount, day, \"at\" FROM orders ORDER BY order_no"))
                .containsExactly("2 | 12.50 | 2024-05-01 | 2024-05-01 13:05:00", "3 | 3.00 | NULL | NULL");
        assertThat(scratch.rows(
                        "SELECT typeof(order_no), typeof(amount), typeof(day), typeof(\"at\") FROM orders LIMIT 1"))
                .containsExactly("BIGINT | DECIMAL(10,2) | DATE | TIMESTAMP");
    }

    @Test
    void a_ledger_loads_a_workbook_again_when_it_changed() throws IOException {
        Path file = workbook(sheet -> {});
        Resource orders = resource("orders").files(file.toString(), xlsxFormat().sheet("Orders"), FileState.ledger());
        scratch.run(orders);
        scratch.run(orders);
        assertThat(scratch.rows("SELECT count(*) FROM orders")).containsExactly("2");

        workbook(sheet -> sheet.value(4, 0, 3));
        scratch.run(orders);

        assertThat(scratch.rows("SELECT order_no, _row_id FROM orders ORDER BY 1"))
                .containsExactly("1 | 0", "2 | 1", "3 | 2");
    }

    @Test
    void rows_that_cannot_be_read_are_kept_apart() throws IOException {
        Path file = workbook(sheet -> sheet.value(4, 4, "beside the table"));

        assertThatThrownBy(() -> scratch.run(resource("orders").files(file.toString())))
                .hasMessageContaining(file + ", sheet 'Orders', cell E5: the cell has a value (\"beside the table\")");
        scratch.run(resource("orders").files(file.toString()).badRows(BadRows.REJECT));

        assertThat(scratch.rows("SELECT count(*) FROM orders")).containsExactly("2");
    }
}
