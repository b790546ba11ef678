package dev.pipette.testing.history;

import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One step of a history. */
sealed interface Step {
    /** A machine: its own working folder. */
    enum Home {
        HERE,
        THERE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What disturbs a run. */
    sealed interface Fault {
        /** Nothing. */
        record None() implements Fault {
            @Override
            public String toString() {
                return "";
            }
        }

        /** The run is broken off in this process. */
        record CrashAt(LoadStep step) implements Fault {
            @Override
            public String toString() {
                return ", broken off at " + step;
            }
        }

        /** The run is a process, which gets SIGKILL. */
        record KillAt(LoadStep step) implements Fault {
            @Override
            public String toString() {
                return ", killed at " + step;
            }
        }

        /** The destination ends the run's connections, once; the run may get over that or fail. */
        record CutAt(LoadStep step) implements Fault {
            @Override
            public String toString() {
                return ", cut off at " + step;
            }
        }

        /** Another load holds the pipeline's lock at the destination for longer than the run waits. */
        record Locked() implements Fault {
            @Override
            public String toString() {
                return ", locked out";
            }
        }
    }

    /**
     * A run.
     *
     * @param name which of the destination's names it uses
     */
    record Run(Home home, int name, List<Give> gives, Fault fault) implements Step {
        @Override
        public String toString() {
            return home + (name == 0 ? "" : " by name " + name) + ": run "
                    + gives.stream().map(Give::toString).collect(Collectors.joining(", ")) + fault;
        }
    }

    /** The working folder of a machine is gone. */
    record Lose(Home home) implements Step {
        @Override
        public String toString() {
            return home + ": working folder lost";
        }
    }

    /** Somebody deletes old bookkeeping rows; the newest stay. */
    record Prune() implements Step {
        @Override
        public String toString() {
            return "old rows of _dlt_loads and _dlt_pipeline_state deleted";
        }
    }

    /** A table begins to refuse rows. */
    record Refuse(Feed feed) implements Step {
        @Override
        public String toString() {
            return feed.table() + " begins to refuse rows";
        }
    }

    /** A table takes rows again. */
    record Allow(Feed feed) implements Step {
        @Override
        public String toString() {
            return feed.table() + " takes rows again";
        }
    }

    /** A person loads the oldest package that a machine lists. */
    record Retry(Home home) implements Step {
        @Override
        public String toString() {
            return home + ": the oldest package is loaded by retry";
        }
    }

    /** A person deletes the oldest package that a machine lists. */
    record Discard(Home home) implements Step {
        @Override
        public String toString() {
            return home + ": the oldest package is discarded";
        }
    }
}
