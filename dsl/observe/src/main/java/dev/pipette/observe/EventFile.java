package dev.pipette.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Events in a file, one line each. Several runs, also of several processes, may share it. */
record EventFile(Path file) implements EventSink {
    @Override
    public void take(String event) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            write(ByteBuffer.wrap((event + "\n").getBytes(UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "the OpenLineage event was not written into " + file + ": "
                            + failed.getClass().getSimpleName() + ": " + failed.getMessage(),
                    failed);
        }
    }

    /** In this process one at a time; lines of several processes do not mix because each is appended whole. */
    private void write(ByteBuffer line) throws IOException {
        synchronized (EventFile.class) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
            }
        }
    }

    @Override
    public EventSink withHeader(String name, Secret value) {
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "events that go into the file " + file + " have no header " + name
                        + ". Leave the header out, or give the address of an endpoint: Observe.openLineage(URI).");
    }
}
