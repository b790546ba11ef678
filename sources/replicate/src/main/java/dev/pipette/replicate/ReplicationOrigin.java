package dev.pipette.replicate;

import dev.pipette.Resource;
import dev.pipette.Sources;
import dev.pipette.text.Secrets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What other processes are told of a replication file, to make one of its tables a resource again. They have the secrets themselves.
 *
 * @param settings of {@link ReplicationSource}, for all tables
 */
record ReplicationOrigin(Map<String, String> settings) {
    static ReplicationOrigin of(ReplicationFile file) {
        String text = file.travelling();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(ReplicationSource.FILE, file.path().toString());
        if (!Secrets.masked(file.source()).equals(file.source())) {
            settings.put(ReplicationSource.REFUSED, "its 'source' has a password or another secret");
        } else if (!Secrets.maskedValues(text).equals(text)) {
            settings.put(ReplicationSource.REFUSED, "its text has the value of a secret of the settings");
        } else {
            settings.put(ReplicationSource.TEXT, text);
        }
        return new ReplicationOrigin(settings);
    }

    /** @param table its name in the database: the only one that another process looks up */
    Resource on(Resource resource, String table) {
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.put(ReplicationSource.TABLE, table);
        return Sources.madeBy(ReplicationSource.class, own, resource);
    }
}
