package dev.pipette.excel;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A sheet of an Excel workbook (Office Open XML).
 *
 * <p>Options: {@code sheet}, {@code range}, {@code header} and {@code null}, for which {@link dev.pipette.FileFormat} has
 * methods.
 *
 * <pre>{@code
 * resource("orders").files("exports/orders.xlsx", xlsxFormat().sheet("Orders").range("B3:F"));
 * }</pre>
 */
public final class XlsxFormat implements SourceFormat {
    /** For {@link java.util.ServiceLoader}. */
    public XlsxFormat() {}

    @Override
    public String name() {
        return "xlsx";
    }

    @Override
    public boolean recognizes(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return lower.endsWith(".xlsx") || lower.endsWith(".xlsm");
    }

    @Override
    public boolean isReadByRow() {
        return true;
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        XlsxOptions read = XlsxOptions.of(options);
        String name = file.named().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz") || name.endsWith(".zst")) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.named() + ": a workbook is compressed inside and is not read through another compression."
                            + " Unpack it: " + (name.endsWith(".gz") ? "gunzip " : "unzstd ") + file.named() + ".");
        }
        return new FileContent.Rows(
                file, () -> SheetRows.open(file, read, null), Optional.of(bad -> SheetRows.open(file, read, bad)));
    }
}
