package dev.pipette.duckdb;

import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/** Notices that a statement failed, because DuckDB's commit will not. */
final class FailureWatch implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private final transient Runnable failed;

    FailureWatch(Runnable failed) {
        this.failed = failed;
    }

    @Override
    public void exception(ExecuteContext context) {
        failed.run();
    }
}
