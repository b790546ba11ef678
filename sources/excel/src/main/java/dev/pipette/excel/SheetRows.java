package dev.pipette.excel;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.excel.CellValue.BadCell;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FirstBytes;
import dev.pipette.spi.SourceFile;
import dev.pipette.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet, one at a time. Rows without any value are left out. */
final class SheetRows implements Iterator<Map<String, Object>> {
    private static final int SHOWN = 20;

    private final String named;
    private final String sheet;
    private final XlsxOptions options;
    private final CellValue values;
    private final Iterator<Row> rows;
    private final @Nullable BadLines bad;

    /** Names by columns of the sheet; null before the first row. */
    private @Nullable Map<Integer, String> names;

    private @Nullable Map<String, Object> next;
    private boolean ended;
    private int lastRow;

    private SheetRows(
            String named,
            String sheet,
            XlsxOptions options,
            CellValue values,
            Iterator<Row> rows,
            @Nullable BadLines bad) {
        this.named = named;
        this.sheet = sheet;
        this.options = options;
        this.values = values;
        this.rows = rows;
        this.bad = bad;
    }

    /**
     * Opens the rows of the sheet that the options name.
     *
     * @param bad takes rows with a cell that cannot be read; null where the first one is an error
     * @throws PipetteException SOURCE_MISSING, SOURCE_UNREADABLE, or BAD_USAGE for a sheet that is not there
     */
    static Stream<Map<String, Object>> open(SourceFile file, XlsxOptions options, @Nullable BadLines bad)
            throws IOException {
        String named = file.named().toString();
        ReadableWorkbook workbook = workbook(file, named);
        try {
            Sheet sheet = sheet(workbook, named, options);
            Stream<Row> rows = sheet.openStream();
            SheetRows read = new SheetRows(
                    named,
                    sheet.getName(),
                    options,
                    new CellValue(workbook.isDate1904() || DateSystem.isFrom1904(file.path()), options.nulls()),
                    rows.iterator(),
                    bad);
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(read, Spliterator.ORDERED), false)
                    .onClose(() -> close(rows, workbook));
        } catch (IOException | ExcelReaderException failed) {
            workbook.close();
            throw damaged(named, failed);
        } catch (PipetteException failed) {
            workbook.close();
            throw failed;
        }
    }

    private static void close(Stream<Row> rows, ReadableWorkbook workbook) {
        rows.close();
        try {
            workbook.close();
        } catch (IOException closed) {
            // nothing was written
        }
    }

    private static ReadableWorkbook workbook(SourceFile file, String named) throws IOException {
        try {
            return new ReadableWorkbook(file.path().toFile(), new ReadingOptions(true, true));
        } catch (IOException | ExcelReaderException failed) {
            if (Files.notExists(file.path()) || failed instanceof NoSuchFileException) {
                throw new PipetteException(
                        ErrorCode.SOURCE_MISSING, "there is no file " + named + ". Correct the path.", failed);
            }
            if (isOld(file)) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        named + " is a workbook of an older Excel (.xls), or one with a password. Save it as .xlsx"
                                + " without a password, and load that.",
                        failed);
            }
            throw damaged(named, failed);
        }
    }

    private static boolean isOld(SourceFile file) throws IOException {
        try (var in = Files.newInputStream(file.path())) {
            byte[] begin = in.readNBytes(8);
            return FirstBytes.of(file.path())
                            .filter(FirstBytes.WORKBOOK::equals)
                            .isPresent()
                    && begin.length == 8
                    && (begin[0] & 0xff) == 0xd0;
        }
    }

    private static PipetteException damaged(String named, Exception failed) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + " is not an Excel workbook that can be read: " + failed.getMessage()
                        + ". Nothing of it was loaded. Provide the whole file, or save it again as .xlsx.",
                failed);
    }

    private static Sheet sheet(ReadableWorkbook workbook, String named, XlsxOptions options) {
        List<Sheet> sheets = workbook.getSheets().toList();
        if (options.sheet().isEmpty()) {
            return sheets.stream()
                    .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                    .findFirst()
                    .or(() -> sheets.stream().findFirst())
                    .orElseThrow(() -> new PipetteException(
                            ErrorCode.SOURCE_UNREADABLE, named + " has no sheets. Provide the whole file."));
        }
        String asked = options.sheet().get();
        Optional<Sheet> found =
                sheets.stream().filter(sheet -> sheet.getName().equals(asked)).findFirst();
        if (found.isEmpty() && asked.matches("[1-9][0-9]{0,4}") && Integer.parseInt(asked) <= sheets.size()) {
            found = Optional.of(sheets.get(Integer.parseInt(asked) - 1));
        }
        List<String> names = sheets.stream().map(Sheet::getName).toList();
        return found.orElseThrow(() -> new PipetteException(
                ErrorCode.BAD_USAGE,
                named + " has no sheet '" + asked + "'. It has: "
                        + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                        + (names.size() > SHOWN ? ", .." : "") + "." + NearestName.question(asked, names)));
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && !ended) {
                advance();
            }
        } catch (ExcelReaderException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + ", sheet '" + sheet + "', after row " + lastRow + ": the workbook is damaged ("
                            + failed.getMessage() + "). Nothing of it was loaded. Provide the whole file.",
                    failed);
        }
        return next != null;
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Map<String, Object> row = java.util.Objects.requireNonNull(next);
        next = null;
        return row;
    }

    private void advance() {
        if (!rows.hasNext()) {
            ended = true;
            return;
        }
        Row row = rows.next();
        lastRow = row.getRowNum();
        CellRange range = options.range();
        if (lastRow > range.lastRow()) {
            ended = true;
            return;
        }
        if (lastRow < range.firstRow()) {
            return;
        }
        List<Cell> cells = new ArrayList<>();
        for (int column = range.firstColumn(); column < row.getCellCount() && column <= range.lastColumn(); column++) {
            Cell cell = row.getCell(column);
            if (cell != null && !CellValue.isEmpty(cell)) {
                cells.add(cell);
            }
        }
        if (cells.isEmpty()) {
            return;
        }
        Map<Integer, String> known = names;
        if (known == null) {
            known = options.names().isPresent() ? given(options.names().get()) : written(cells);
            names = known;
            if (options.names().isEmpty()) {
                return;
            }
        }
        next = read(cells, known);
    }

    private Map<Integer, String> given(List<String> given) {
        Map<Integer, String> byColumn = new LinkedHashMap<>();
        for (String name : given) {
            byColumn.put(options.range().firstColumn() + byColumn.size(), name);
        }
        return byColumn;
    }

    private Map<Integer, String> written(List<Cell> cells) {
        Map<Integer, String> byColumn = new LinkedHashMap<>();
        Map<String, String> places = new LinkedHashMap<>();
        for (Cell cell : cells) {
            String name = name(cell);
            String other = places.putIfAbsent(name, cell.getAddress().toString());
            if (other != null) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        place(cell) + ": two columns have the name '" + name + "' (the other one is in " + other
                                + "). Rename one of them, or give the names with .withoutHeader(..) (--header) and a"
                                + " .range(..) (--range) below them.");
            }
            byColumn.put(cell.getColumnIndex(), name);
        }
        return byColumn;
    }

    private String name(Cell cell) {
        try {
            return String.valueOf(values.of(cell));
        } catch (BadCell problem) {
            throw failure(cell, problem);
        }
    }

    private String place(Cell cell) {
        return named + ", sheet '" + sheet + "', cell " + cell.getAddress();
    }

    private PipetteException failure(Cell cell, BadCell problem) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                place(cell) + ": " + problem.getMessage() + ". Nothing of it was loaded. " + problem.advice() + " "
                        + BadLines.ADVICE);
    }

    /** A row; null for one that is kept apart. */
    private @Nullable Map<String, Object> read(List<Cell> cells, Map<Integer, String> known) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        known.values().forEach(name -> row.put(name, null));
        for (Cell cell : cells) {
            try {
                String name = known.get(cell.getColumnIndex());
                row.put(name == null ? unnamed(cell, known) : name, values.of(cell));
            } catch (BadCell problem) {
                if (bad == null) {
                    throw failure(cell, problem);
                }
                bad.add(
                        lastRow,
                        cells.stream().map(CellValue::text).collect(Collectors.joining("\t")),
                        "cell " + cell.getAddress() + ": " + problem.getMessage());
                return null;
            }
        }
        @SuppressWarnings("NullAway") // A row's values may be NULL; its type says Object for the user's ease.
        Map<String, Object> values = row;
        return values;
    }

    private String unnamed(Cell cell, Map<Integer, String> known) {
        if (options.names().filter(List::isEmpty).isPresent()) {
            return "column" + (cell.getColumnIndex() - options.range().firstColumn());
        }
        throw new BadCell(
                "the cell has a value (\"" + shown(CellValue.text(cell)) + "\"), and column "
                        + CellRange.letters(cell.getColumnIndex()) + " has no name"
                        + (options.names().isPresent() ? " among the " + known.size() + " that are given" : ""),
                "Name the column, or leave it out with .range(..) (--range).");
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
