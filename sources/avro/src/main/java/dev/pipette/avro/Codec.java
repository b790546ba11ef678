package dev.pipette.avro;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How the blocks of a file are compressed: the specification of Avro 1.12, "Object Container Files". */
enum Codec {
    NULL {
        @Override
        byte[] plain(byte[] block, long most) {
            return block;
        }
    },
    DEFLATE {
        @Override
        byte[] plain(byte[] block, long most) throws IOException {
            Inflater inflater = new Inflater(true);
            // RFC 1951 data without a header needs a byte behind its end
            byte[] padded = Arrays.copyOf(block, block.length + 1);
            try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(padded), inflater)) {
                byte[] plain = all(in, most);
                if (inflater.getBytesRead() < block.length) {
                    throw new CorruptException("the block has bytes behind its compressed data");
                }
                return plain;
            } finally {
                inflater.end();
            }
        }
    },
    SNAPPY {
        @Override
        byte[] plain(byte[] block, long most) throws IOException {
            int size = block.length - Integer.BYTES;
            if (size < 1) {
                throw new CorruptException("the block is too short for the codec snappy");
            }
            byte[] plain;
            try (var in = new SnappyCompressorInputStream(new ByteArrayInputStream(block, 0, size))) {
                if (in.getSize() < 0 || in.getSize() > most) {
                    throw tooLarge(most);
                }
                plain = all(in, most);
                if (plain.length != in.getSize()) {
                    throw new CorruptException("the block unpacks into " + plain.length + " bytes, and not into the "
                            + in.getSize() + " that it begins with");
                }
            }
            CRC32 checksum = new CRC32();
            checksum.update(plain);
            int expected = java.nio.ByteBuffer.wrap(block, size, Integer.BYTES).getInt();
            if ((int) checksum.getValue() != expected) {
                throw new CorruptException("the block's checksum does not fit its content");
            }
            return plain;
        }
    },
    ZSTANDARD {
        @Override
        byte[] plain(byte[] block, long most) throws IOException {
            try (InputStream in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(block))) {
                return all(in, most);
            }
        }
    },
    BZIP2 {
        @Override
        byte[] plain(byte[] block, long most) throws IOException {
            try (InputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(block))) {
                return all(in, most);
            }
        }
    },
    XZ {
        @Override
        byte[] plain(byte[] block, long most) throws IOException {
            int kibibytes = (int) Math.min(Integer.MAX_VALUE, most / 1_024);
            try (InputStream in = new XZInputStream(new ByteArrayInputStream(block), kibibytes)) {
                return all(in, most);
            }
        }
    };

    /**
     * The plain bytes of a block.
     *
     * @param most bytes that may come out of it
     * @throws IOException for a block that cannot be unpacked
     */
    abstract byte[] plain(byte[] block, long most) throws IOException;

    /** The codec that a file names; empty for one that is not known. */
    static Optional<Codec> of(String name) {
        return Arrays.stream(values())
                .filter(codec -> codec.word().equals(name))
                .findFirst();
    }

    /** The name in a file. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static byte[] all(InputStream in, long most) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (plain.size() + (long) read > most) {
                throw tooLarge(most);
            }
            plain.write(buffer, 0, read);
        }
        return plain.toByteArray();
    }

    private static CorruptException tooLarge(long most) {
        return new CorruptException("the block unpacks into more than " + (most >> 20)
                + " MB, a quarter of the memory of this process. Give it more memory (-Xmx) if the file is right");
    }
}
