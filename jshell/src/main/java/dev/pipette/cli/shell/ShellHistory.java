package dev.pipette.cli.shell;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/** The history of inputs in a file that only its owner can read. An input with a text that reads like a secret is not kept. */
final class ShellHistory extends DefaultHistory {
    static final String FILE = "shell-history";

    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?:password|passwd|pwd|secret|token|credential|api_?key|://[^\\s\"/]*:[^\\s\"/]*@)[^\\n]*\"|"
                    + "\"[^\"\\n]*://[^\\s\"/]*:[^\\s\"/]*@");

    /** Makes the file, where there is none yet; whether there is one now. */
    static boolean make(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (Files.notExists(file)) {
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                } else {
                    Files.createFile(file);
                }
            }
            return Files.isWritable(file);
        } catch (IOException readOnly) {
            return false; // a shell without a history is still one
        }
    }

    static boolean isSecret(String input) {
        return SECRET.matcher(input).find();
    }

    @Override
    public void add(Instant time, String line) {
        if (!isSecret(line)) {
            super.add(time, line.strip());
        }
    }
}
