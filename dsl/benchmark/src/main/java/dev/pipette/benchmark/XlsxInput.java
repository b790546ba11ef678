package dev.pipette.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** The flat file of {@link CsvInput} as a sheet of a workbook: numbers as numbers, everything else as text. */
final class XlsxInput {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,6})?");
    private static final int FLUSHED = 1_000;

    private XlsxInput() {}

    /** Writes the sheet, unless it is there already. */
    static Path of(Harness harness, long rows) throws Exception {
        Path csv = CsvBenchmark.input(harness, rows, false);
        Path sheet = csv.resolveSibling(csv.getFileName() + ".xlsx");
        if (!Files.exists(sheet)) {
            Path draft = csv.resolveSibling(csv.getFileName() + ".draft");
            write(csv, draft);
            Files.move(draft, sheet);
        }
        return sheet;
    }

    private static void write(Path csv, Path to) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(csv);
                OutputStream out = Files.newOutputStream(to);
                Workbook workbook = new Workbook(out, "Pipette", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("orders");
            int row = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> fields = fields(line);
                for (int column = 0; column < fields.size(); column++) {
                    String field = fields.get(column);
                    if (NUMBER.matcher(field).matches()) {
                        sheet.value(row, column, Double.parseDouble(field));
                    } else if (!field.isEmpty()) {
                        sheet.inlineString(row, column, field);
                    }
                }
                if (++row % FLUSHED == 0) {
                    sheet.flush();
                }
            }
        }
    }

    /** The fields of a line, as the flat file quotes them; none of them has a line break. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char next = line.charAt(at);
            if (next == '"' && quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                field.append(next);
                at++;
            } else if (next == '"') {
                quoted = !quoted;
            } else if (next == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(next);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
