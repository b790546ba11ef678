package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FirstBytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Text of any encoding as UTF-8. A byte order mark at its beginning is right where it differs from the encoding. */
final class Transcoded extends InputStream {
    private static final int BUFFER = 1 << 16;

    /** Characters before what is not text, in the error. */
    private static final int SHOWN = 40;

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final byte[] LITTLE_ENDIAN_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] BIG_ENDIAN_MARK = {(byte) 0xFE, (byte) 0xFF};

    private final Path named;
    private final InputStream in;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final ByteBuffer encoded = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer text = CharBuffer.allocate(BUFFER);
    private ByteBuffer plain = ByteBuffer.allocate(0);
    private String before = "";
    private long line = 1;
    private boolean inputEnded;
    private boolean over;

    private Transcoded(Path named, InputStream in, Charset charset) {
        this.named = named;
        this.in = in;
        this.charset = charset;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * The text as UTF-8.
     *
     * @param in the beginning of a file
     */
    static InputStream of(Path named, InputStream in, Charset charset) throws IOException {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return in;
        }
        InputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(FirstBytes.LENGTH);
        byte[] begin = buffered.readNBytes(FirstBytes.LENGTH);
        buffered.reset();
        if (begins(begin, UTF_8_MARK)) {
            return buffered;
        }
        checkWide(named, begin, charset);
        return new Transcoded(named, buffered, charset);
    }

    private static boolean begins(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    /** Any two bytes are some character of UTF-16, so decoding alone shows no error. Text of a table has zeros in it. */
    private static void checkWide(Path named, byte[] begin, Charset charset) {
        String name = charset.name().toUpperCase(Locale.ROOT);
        boolean wide = name.contains("UTF-16") || name.contains("UTF-32");
        boolean marked = begins(begin, LITTLE_ENDIAN_MARK) || begins(begin, BIG_ENDIAN_MARK);
        boolean zero = false;
        for (byte next : begin) {
            zero |= next == 0;
        }
        if (wide && begin.length > 0 && !marked && !zero) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    named + " is not " + charset.name()
                            + ": it begins without a byte order mark, and no byte of its beginning is zero. Nothing of it"
                            + " was loaded. Leave .encoding(..) (--encoding) out, or name the encoding that the file has.");
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? plain.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, plain.remaining());
        plain.get(bytes, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        while (!plain.hasRemaining() && !over) {
            decode();
        }
        return plain.hasRemaining();
    }

    private void decode() throws IOException {
        if (!inputEnded) {
            encoded.compact();
            int read = in.read(encoded.array(), encoded.position(), encoded.remaining());
            inputEnded = read < 0;
            encoded.position(encoded.position() + Math.max(0, read)).flip();
        }
        text.clear();
        CoderResult result = decoder.decode(encoded, text, inputEnded);
        if (result.isUnderflow() && inputEnded) {
            result = decoder.flush(text);
            over = result.isUnderflow();
        }
        text.flip();
        line += text.chars().filter(unit -> unit == '\n').count();
        remember();
        if (result.isError()) {
            throw notText(result);
        }
        // decoders never leave half of a surrogate pair
        plain = StandardCharsets.UTF_8.encode(text);
    }

    private PipetteException notText(CoderResult result) {
        byte[] wrong = new byte[Math.min(result.length(), encoded.remaining())];
        encoded.duplicate().get(wrong);
        String bytes =
                HexFormat.ofDelimiter(" ").withUpperCase().withPrefix("0x").formatHex(wrong);
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + ", line " + line + ": "
                        + (wrong.length == 1 ? "the byte " + bytes + " is" : "the bytes " + bytes + " are")
                        + " not " + charset.name() + " text (after \"" + before
                        + "\"). Nothing of it was loaded. Name"
                        + " the encoding of the file with .encoding(..) (--encoding NAME).");
    }

    /** Keeps the last characters of the line that is read. */
    private void remember() {
        String read = before + text;
        String begun = read.substring(read.lastIndexOf('\n') + 1);
        before = begun.substring(Math.max(0, begun.length() - SHOWN));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
