package dev.pipette.workers;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.SliceTask;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slices as tasks of db-scheduler. One that fails is tried again, unless a second attempt would fail the same way. */
final class SliceTasks {
    private static final Logger LOG = LoggerFactory.getLogger(SliceTasks.class);
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private SliceTasks() {}

    /**
     * The task.
     *
     * @param read reads a slice
     */
    static CustomTask<SliceTask> of(SliceQueue queue, Consumer<SliceTask> read) {
        return Tasks.custom(SliceQueue.TASK, SliceTask.class)
                .onDeadExecutionRevive()
                .onFailure(new Failed(queue))
                .execute((instance, context) -> {
                    read.accept(instance.getData());
                    return new CompletionHandler.OnCompleteRemove<>();
                });
    }

    private record Failed(SliceQueue queue) implements FailureHandler<SliceTask> {
        @Override
        public void onFailure(ExecutionComplete complete, ExecutionOperations<SliceTask> operations) {
            Throwable cause = complete.getCause().orElseGet(() -> new IllegalStateException("unknown"));
            int attempts = complete.getExecution().consecutiveFailures + 1;
            boolean again = attempts < ATTEMPTS && mayPass(cause);
            LOG.warn(
                    "slice {} failed in attempt {}{}: {}",
                    complete.getExecution().getId(),
                    attempts,
                    again ? ", and is tried again" : "",
                    message(cause));
            if (again) {
                Instant next = complete.getTimeDone().plus(FIRST_PAUSE.multipliedBy(1L << (attempts - 1)));
                operations.reschedule(complete, next);
                return;
            }
            ErrorCode code = cause instanceof PipetteException known ? known.code() : ErrorCode.RESOURCE_FAILED;
            queue.fail(complete.getExecution().getId(), new SliceQueue.Failure(code.name(), message(cause)));
            operations.remove();
        }

        private static boolean mayPass(Throwable cause) {
            return !(cause instanceof PipetteException known)
                    || switch (known.code().kind()) {
                        case USAGE -> false;
                        case DATA, DESTINATION -> true;
                    };
        }

        private static String message(Throwable cause) {
            String message = String.valueOf(cause.getMessage());
            if (!(cause instanceof PipetteException known)) {
                return cause.getClass().getSimpleName() + ": " + message;
            }
            String code = "[" + known.code() + "] ";
            return message.startsWith(code) ? message.substring(code.length()) : message;
        }
    }
}
