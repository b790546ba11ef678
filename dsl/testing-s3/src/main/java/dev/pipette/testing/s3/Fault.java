package dev.pipette.testing.s3;

import java.time.Duration;

/** What goes wrong with one answer. */
sealed interface Fault {
    /** The connection ends after so many bytes of the body. */
    record Cut(long bytes) implements Fault {
        @Override
        public String toString() {
            return "was not cut after " + bytes + " bytes";
        }
    }

    /** The request is refused with a status, as S3 refuses it. */
    record Refusal(int status) implements Fault {
        public Refusal {
            if (S3Error.find(status).isEmpty()) {
                throw new IllegalArgumentException(
                        "S3 does not fail with " + status + " here. Use " + S3Error.statuses() + ".");
            }
        }

        @Override
        public String toString() {
            return "was not refused with " + status;
        }
    }

    /** One bit of the body is wrong. */
    record Damage() implements Fault {
        @Override
        public String toString() {
            return "was not damaged";
        }
    }

    /** The answer comes late. */
    record Delay(Duration time) implements Fault {
        @Override
        public String toString() {
            return "was not slow";
        }
    }
}
