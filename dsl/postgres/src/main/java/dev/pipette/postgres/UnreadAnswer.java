package dev.pipette.postgres;

import java.sql.SQLException;
import java.util.Arrays;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * An answer that the driver could not read: a mixture of two answers makes it throw what an empty list throws. Pipette
 * treats it as an answer that breaks the protocol, like those that the driver notices.
 */
final class UnreadAnswer implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    /** Does something by the driver. */
    @FunctionalInterface
    interface Call {
        void run() throws SQLException;
    }

    /** Asks something by the driver. */
    @FunctionalInterface
    interface Question<R> {
        R ask() throws SQLException;
    }

    static void noticed(Call call) throws SQLException {
        answer(() -> {
            call.run();
            return true;
        });
    }

    static <R> R answer(Question<R> question) throws SQLException {
        try {
            return question.ask();
        } catch (RuntimeException thrown) {
            if (isOfDriver(thrown)) {
                throw violation(thrown);
            }
            throw thrown;
        }
    }

    @Override
    public void exception(ExecuteContext context) {
        RuntimeException thrown = context.exception();
        if (context.sqlException() == null && thrown != null && isOfDriver(thrown)) {
            context.exception(new DataAccessException("unread answer", violation(thrown)));
        }
    }

    private static SQLException violation(RuntimeException thrown) {
        return new PSQLException(
                "The driver could not read an answer (" + thrown.getClass().getSimpleName() + ").",
                PSQLState.PROTOCOL_VIOLATION,
                thrown);
    }

    /** Whether the driver is the first to blame, behind the JDK. */
    private static boolean isOfDriver(RuntimeException thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("org.jooq_"))
                .findFirst()
                .filter(name -> name.startsWith("org.postgresql."))
                .isPresent();
    }
}
