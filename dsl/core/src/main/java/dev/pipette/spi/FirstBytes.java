package dev.pipette.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What bytes are, by those that they begin with, where they are not the expected text.
 *
 * <pre>{@code
 * FirstBytes.of(Path.of("day.csv"));   // Optional[GZIP] for a file that lost the end of its name
 * }</pre>
 */
public enum FirstBytes {
    /** RFC 1952. */
    GZIP("gzip data") {
        @Override
        public String wayOut(String file) {
            return compressed(file, ".gz", "gunzip");
        }
    },
    /** RFC 8878. */
    ZSTANDARD("Zstandard data") {
        @Override
        public String wayOut(String file) {
            return compressed(file, ".zst", "unzstd");
        }
    },
    /** A file of Excel, or another one of an office program, which is a zip archive inside. */
    WORKBOOK("an Excel file or another file of an office program") {
        @Override
        public String wayOut(String file) {
            return file.toLowerCase(Locale.ROOT).endsWith(".xls")
                    ? "Save it as .xlsx, and load that (dependency dev.pipette:pipette-excel, which the command has)."
                    : "Name it with .xlsx at the end, or give its format: files(.., xlsxFormat()) (--format xlsx). In a"
                            + " program, add the dependency dev.pipette:pipette-excel. Save a workbook of an older"
                            + " Excel (.xls), or of another office program, as .xlsx first.";
        }
    },
    /** Any other zip archive. */
    ZIP("a zip archive") {
        @Override
        public String wayOut(String file) {
            return "Name it with .zip at the end, and the pattern of its members behind !/: orders.zip!/*.csv. In a"
                    + " program, add the dependency dev.pipette:pipette-archives.";
        }
    },
    /** A Parquet file. */
    PARQUET("a Parquet file") {
        @Override
        public String wayOut(String file) {
            return "Name it with .parquet at the end, or give its format: files(.., \"parquet\").";
        }
    },
    /** A database in a file. */
    DATABASE("a database file of SQLite or DuckDB") {
        @Override
        public String wayOut(String file) {
            return "Export the table as CSV or Parquet, and load that.";
        }
    },
    /** An Avro object container file. */
    AVRO("an Avro file") {
        @Override
        public String wayOut(String file) {
            return "Name it with .avro at the end, or give its format: files(.., avroFormat()) (--format avro). In a"
                    + " program, add the dependency dev.pipette:pipette-avro.";
        }
    },
    /** Columnar formats that nothing here reads. */
    OTHER_COLUMNS("an ORC or Arrow file") {
        @Override
        public String wayOut(String file) {
            return "Pipette does not read this format. Write it as Parquet.";
        }
    },
    /** Compression that nothing here inflates. */
    OTHER_COMPRESSION("compressed data (bzip2, xz, 7z or lz4)") {
        @Override
        public String wayOut(String file) {
            return "Unpack it, and load what is in it. Pipette itself unpacks gzip and Zstandard.";
        }
    },
    /** A page, most often one that says what went wrong. */
    MARKUP("an HTML or XML document") {
        @Override
        public String wayOut(String file) {
            return "It may be an error page that was stored under this name. Fetch the file again.";
        }
    },
    /** A document to be printed. */
    PDF("a PDF document") {
        @Override
        public String wayOut(String file) {
            return "Export the table as CSV, and load that.";
        }
    },
    /** Text of two bytes a character, the lower one first. */
    UTF_16_LE("UTF-16 text") {
        @Override
        public String wayOut(String file) {
            return convert("UTF-16LE");
        }
    },
    /** Text of two bytes a character, the higher one first. */
    UTF_16_BE("UTF-16 text") {
        @Override
        public String wayOut(String file) {
            return convert("UTF-16BE");
        }
    },
    /** Something that is not text of any kind. */
    BINARY("binary data") {
        @Override
        public String wayOut(String file) {
            return "Fetch the file again, or provide it as CSV, JSON or Parquet.";
        }
    };

    /** Enough to find the names in a zip archive's first entries. */
    public static final int LENGTH = 2_048;

    private final String words;

    FirstBytes(String words) {
        this.words = words;
    }

    /** Returns what people call it. */
    public String words() {
        return words;
    }

    /**
     * Returns what to do now, as a sentence.
     *
     * @param file as the user named it
     */
    public abstract String wayOut(String file);

    /**
     * Returns the text of an error.
     *
     * @param file as the user named it
     * @param expected what it was read as: {@code "a JSON document"}
     */
    public String problem(String file, String expected) {
        return file + " is " + words + " and not " + expected + ". Nothing of it was loaded. " + wayOut(file);
    }

    /** Whether it is text, only in another encoding than UTF-8. */
    public boolean isText() {
        return this == UTF_16_LE || this == UTF_16_BE;
    }

    /** Recognises a file; empty for what may be text of one byte a character, and for a file that cannot be read. */
    public static Optional<FirstBytes> of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(LENGTH));
        } catch (IOException failed) {
            return Optional.empty();
        }
    }

    /** Recognises the beginning of a file. */
    public static Optional<FirstBytes> of(byte[] begin) {
        String text = new String(begin, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4")) {
            boolean office =
                    text.contains("[Content_Types].xml") || text.contains("xl/") || text.contains("opendocument");
            return Optional.of(office ? WORKBOOK : ZIP);
        }
        if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
            return Optional.of(text.charAt(0) == '\u00ff' ? UTF_16_LE : UTF_16_BE);
        }
        return bySignature(text).or(() -> isMarkup(text) ? Optional.of(MARKUP) : byZeros(begin));
    }

    private static Optional<FirstBytes> bySignature(String text) {
        if (text.startsWith("\u001f\u008b")) {
            return Optional.of(GZIP);
        }
        if (text.startsWith("(\u00b5/\u00fd")) {
            return Optional.of(ZSTANDARD);
        }
        if (text.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) {
            return Optional.of(WORKBOOK);
        }
        if (text.startsWith("PAR1")) {
            return Optional.of(PARQUET);
        }
        if (text.startsWith("SQLite format 3\0") || (text.startsWith("DUCK", 8) && hasZero(text, 64))) {
            return Optional.of(DATABASE);
        }
        if (text.startsWith("Obj\1")) {
            return Optional.of(AVRO);
        }
        if (text.startsWith("ARROW1\0") || (text.startsWith("ORC") && hasZero(text, 64))) {
            return Optional.of(OTHER_COLUMNS);
        }
        boolean compressed = text.startsWith("BZh") && text.startsWith("1AY&SY", 4)
                || text.startsWith("\u00fd7zXZ\0")
                || text.startsWith("7z\u00bc\u00af'\u001c")
                || text.startsWith("\4\"M\u0018");
        if (compressed) {
            return Optional.of(OTHER_COMPRESSION);
        }
        return text.startsWith("%PDF-") ? Optional.of(PDF) : Optional.empty();
    }

    private static boolean isMarkup(String text) {
        String begin =
                text.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
        return begin.startsWith("<!doctype ") || begin.startsWith("<html") || begin.startsWith("<?xml ");
    }

    /** In UTF-16 most characters of a table have a zero beside them; other text has hardly any zeros. */
    private static Optional<FirstBytes> byZeros(byte[] begin) {
        int[] zeros = new int[2];
        for (int at = 0; at < begin.length; at++) {
            if (begin[at] == 0) {
                zeros[at % 2]++;
            }
        }
        int most = Math.max(zeros[0], zeros[1]);
        int least = Math.min(zeros[0], zeros[1]);
        if (most > 0 && most * 4 >= begin.length && least * 20 <= most) {
            return Optional.of(zeros[1] > zeros[0] ? UTF_16_LE : UTF_16_BE);
        }
        return (most + least) * 20 > begin.length ? Optional.of(BINARY) : Optional.empty();
    }

    private static boolean hasZero(String text, int within) {
        int zero = text.indexOf('\0');
        return zero >= 0 && zero < within;
    }

    private static String compressed(String file, String ending, String unpacker) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.endsWith(ending)
                ? "It is packed twice: unpack it once (" + unpacker + ")."
                : name.contains(".") && !name.endsWith(".parquet")
                        ? "Name it " + name + ending + ", and it is unpacked while it is read."
                        : "Unpack it first (" + unpacker + ").";
    }

    private static String convert(String encoding) {
        return "Convert it to UTF-8, for instance with iconv -f " + encoding + " -t UTF-8.";
    }

    /**
     * What to do with delimited text that is not UTF-8, as a sentence.
     *
     * @param encoding which it may be
     */
    public static String nameEncoding(String encoding) {
        return "Name its encoding with .encoding(\"" + encoding + "\") (--encoding " + encoding
                + "), or convert the file to UTF-8.";
    }

    /** Whether bytes that are not UTF-8 look like text of an older encoding: without characters that only control. */
    public static boolean mayBeOldText(byte[] begin) {
        for (byte next : Arrays.copyOf(begin, Math.min(begin.length, LENGTH))) {
            if (next >= 0 && next < ' ' && "\t\r\n\f".indexOf(next) < 0) {
                return false;
            }
        }
        return true;
    }
}
