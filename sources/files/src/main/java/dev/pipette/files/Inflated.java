package dev.pipette.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** The plain bytes of a compressed file; says in words what inflating throws. */
final class Inflated extends FilterInputStream {
    private final Compression compression;

    Inflated(Compression compression, InputStream plain) {
        super(plain);
        this.compression = compression;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException failed) {
            throw explained(failed);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException failed) {
            throw explained(failed);
        }
    }

    // a cause would hide the sentence: readers print the innermost one
    private IOException explained(IOException failed) {
        return switch (failed) {
            case EOFException cut ->
                new IOException("the " + compression.words() + " data ends in the middle (" + cut.getMessage()
                        + "), so the file was cut off");
            case ZipException damaged ->
                new IOException("the " + compression.words() + " data is damaged (" + damaged.getMessage() + ")");
            default -> failed;
        };
    }
}
