package dev.pipette.jobs.store;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PostgresDatabase;

/** Behind a pooler in transaction mode. */
class PooledStoreTests extends PostgresStoreTests {
    @Override
    Destination destination(PostgresDatabase named) {
        return Pipette.postgres(PgBouncer.shared().url(named))
                .user(named.user())
                .password(Secret.of(named.password()))
                .transactionPooler();
    }
}
