package dev.pipette.jobs.store;

import dev.pipette.Destination;
import dev.pipette.jobs.PostgresFixture;
import dev.pipette.testing.postgres.PgBouncer;

/** The steps of an occurrence behind a pooler in transaction mode. */
class PooledStoreTests extends PostgresFixture implements StoreContract {
    @Override
    public Destination destination() {
        return login(PgBouncer.shared().url(database())).transactionPooler();
    }
}
