package dev.pipette.cli;

import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jdbc.Database;
import dev.pipette.jdbc.DatabaseTable;
import dev.pipette.settings.Settings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tables of a database in the place of files: {@code postgres://host/shop?table=public.orders}.
 *
 * @param address without the table
 * @param table a name or a pattern of names; null where the address has none
 */
record DatabaseInput(String address, @Nullable String table) {
    private static final Pattern TABLE = Pattern.compile("([?&])table=([^&]*)(&?)");

    /** Whether the input is a database, and not files. */
    static boolean isMeant(List<String> paths) {
        return paths.stream().anyMatch(Database::isAddress);
    }

    /**
     * Reads the one address.
     *
     * @throws PipetteException BAD_USAGE where it is given with other inputs
     */
    static DatabaseInput of(List<String> paths) {
        if (paths.size() > 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a database is given together with other inputs. Load them in several commands; several tables of one"
                            + " database are one load: --table 'public.*'.");
        }
        Matcher table = TABLE.matcher(paths.getFirst());
        if (!table.find()) {
            return new DatabaseInput(paths.getFirst(), null);
        }
        String before = paths.getFirst().substring(0, table.start());
        String after = paths.getFirst().substring(table.end());
        String address = after.isEmpty() ? before : before + table.group(1) + after;
        return new DatabaseInput(
                address,
                java.net.URLDecoder.decode(
                        table.group(2).replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8));
    }

    /**
     * The tables as resources.
     *
     * @param option what --table says: the table to read, or the name of the one to fill where the address names the first
     * @param cursor the column that the database is asked by; null for none
     */
    List<Resource> resources(@Nullable String option, @Nullable String cursor) {
        String read = table == null ? option : table;
        if (read == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "which tables of the database are to be loaded? Name one with --table public.orders, several with --table"
                            + " 'public.*', all with --table '*'.");
        }
        Database database = Database.at(address, Settings.load());
        if (read.indexOf('*') >= 0 || read.indexOf('?') >= 0) {
            return database.tables(read).each(each -> following(each, cursor)).resources();
        }
        DatabaseTable one = following(database.table(read), cursor);
        return List.of((table == null || option == null ? one : one.named(option)).resource());
    }

    private static DatabaseTable following(DatabaseTable table, @Nullable String cursor) {
        return cursor == null ? table : table.incremental(cursor);
    }
}
