package dev.pipette.engine.extract;

import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.FileState;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the files that are there have to be loaded, in the order of their dates. */
public final class FileSelection {
    /** Stands in the ledger for the content of a file of which only the first rows are loaded. */
    private static final String IN_PART = "partial";

    private final String resource;
    private final FileState state;
    private final Map<String, StoredFile> ledger;
    private final Optional<LocalDate> lastDate;
    private final Pattern pattern;

    /** The dates that were looked for, by the keys of the files. */
    private final Map<String, Optional<LocalDate>> dates = new ConcurrentHashMap<>();

    private FileSelection(
            String resource, FileState state, Map<String, StoredFile> ledger, Optional<LocalDate> lastDate) {
        this.resource = resource;
        this.state = state;
        this.ledger = ledger;
        this.lastDate = lastDate;
        this.pattern = Pattern.compile(state.datePattern());
    }

    /**
     * A selection.
     *
     * @param ledger the files that are loaded, by their keys; empty where only a date is remembered
     * @param remembered what the resource remembers
     * @throws PipetteException BAD_USAGE where something else than a date is remembered as one
     */
    public static FileSelection of(
            String resource, FileState state, Map<String, StoredFile> ledger, ResourceState remembered) {
        Optional<String> last = remembered.text(FilesLoad.LAST_FILE_DATE);
        try {
            return new FileSelection(resource, state, ledger, last.map(LocalDate::parse));
        } catch (DateTimeException noDate) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + " remembers '" + last.orElse("") + "' as " + FilesLoad.LAST_FILE_DATE
                            + ", which is not a date. Use another name for what your code remembers.",
                    noDate);
        }
    }

    /**
     * The files that are due: older dates first, those without a date before them.
     *
     * @throws PipetteException SOURCE_UNREADABLE for a file without a date, where nothing but a date is remembered
     */
    public List<InputFile> due(List<InputFile> files) {
        return files.stream()
                .filter(this::isDue)
                .sorted(Comparator.comparing(file -> date(file.stored().key()).orElse(LocalDate.MIN)))
                .toList();
    }

    private boolean isDue(InputFile file) {
        if (file.archive().filter(archive -> archive.remembered().isEmpty()).isPresent()) {
            return true;
        }
        if (state.isLedger()) {
            StoredFile known = ledger.get(file.stored().key());
            return known == null || !sameContent(known, file);
        }
        LocalDate date = date(file.stored().key())
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        "resource " + resource + ": there is no date in the path of "
                                + file.stored().key()
                                + " that matches " + state.datePattern()
                                + ", so it cannot be told whether it is loaded. Say FileState.ledger(), or where the date"
                                + " is with .datePattern(..)."));
        return !date.isBefore(first());
    }

    private LocalDate first() {
        LocalDate start = state.start().orElseThrow();
        return lastDate.map(last -> last.minus(state.lateBy().orElseThrow()))
                .filter(late -> late.isAfter(start))
                .orElse(start);
    }

    private static boolean sameContent(StoredFile known, InputFile file) {
        StoredFile found = file.stored();
        if (known.etag().equals(IN_PART)) {
            return false;
        }
        if (!known.etag().isEmpty() && !found.etag().isEmpty()) {
            return known.etag().equals(found.etag());
        }
        if (known.size() != found.size() || !millis(known).equals(millis(found))) {
            return false;
        }
        return file.content().isEmpty()
                || LocalContent.isSame(known.etag(), file.content().get().file());
    }

    private static java.time.Instant millis(StoredFile file) {
        return file.lastModified().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether rows of the file may be in the table already. */
    public boolean mayBeLoaded(StoredFile file) {
        return state.isLedger()
                ? ledger.containsKey(file.key())
                : date(file.key())
                        .filter(date ->
                                lastDate.filter(last -> !date.isAfter(last)).isPresent())
                        .isPresent();
    }

    /** How a file on this machine is remembered: by its content, where its store has no tag for it. */
    StoredFile remembered(InputFile file) {
        return file.stored().etag().isEmpty()
                ? LocalContent.remembered(
                        file.stored(), file.content().orElseThrow().file())
                : file.stored();
    }

    /** How a file is remembered of which only the first rows were loaded: the next run takes it for a changed one. */
    static StoredFile inPart(StoredFile file) {
        return new StoredFile(file.key(), IN_PART, file.size(), file.lastModified());
    }

    /** Whether a file that was read is one of which only the first rows were loaded. */
    static boolean isInPart(FilesLoad.FileLoad file) {
        return file.etag().equals(IN_PART);
    }

    /** What the package keeps of a file that was read. */
    FilesLoad.FileLoad load(StoredFile file, long rowsOfFile) {
        return new FilesLoad.FileLoad(
                file.key(),
                file.etag(),
                file.size(),
                file.lastModified().toString(),
                date(file.key()).map(LocalDate::toString).orElse(null),
                rowsOfFile,
                mayBeLoaded(file));
    }

    /** By which a file changes the digest of the ledger: exclusive or of the file, and of what it was before. */
    long change(StoredFile file) {
        StoredFile before = ledger.get(file.key());
        return digest(file) ^ (before == null ? 0 : digest(before));
    }

    private static long digest(StoredFile file) {
        String text = file.key()
                + '\n'
                + file.etag()
                + '\n'
                + file.size()
                + '\n'
                + (file.etag().isEmpty() ? millis(file).toString() : "");
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
    }

    /** The date in a file's path: the first match that is a date. */
    public Optional<LocalDate> date(String key) {
        return dates.computeIfAbsent(key, this::found);
    }

    private Optional<LocalDate> found(String key) {
        Matcher matcher = pattern.matcher(key);
        while (matcher.find()) {
            String text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            try {
                return Optional.of(LocalDate.parse(
                        text,
                        text.indexOf('-') < 0 ? DateTimeFormatter.BASIC_ISO_DATE : DateTimeFormatter.ISO_LOCAL_DATE));
            } catch (DateTimeException noDate) {
                // digits that only look like a date
            }
        }
        return Optional.empty();
    }

    /** What is remembered of some files, by their keys. */
    public Map<String, StoredFile> known(Collection<String> keys) {
        Map<String, StoredFile> known = new HashMap<>();
        for (String key : keys) {
            StoredFile file = ledger.get(key);
            if (file != null) {
                known.put(key, file);
            }
        }
        return known;
    }

    /** Whether each file is remembered. */
    public boolean isLedger() {
        return state.isLedger();
    }
}
