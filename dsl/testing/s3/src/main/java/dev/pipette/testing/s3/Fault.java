package dev.pipette.testing.s3;

import java.time.Duration;

/** What goes wrong with one answer. */
sealed interface Fault {
    /** The connection ends after this many bytes of the body. */
    record Cut(long bytes) implements Fault {
        @Override
        public String toString() {
            return "was not cut after " + bytes + " bytes";
        }
    }

    /** The connection ends after this many bytes of the body, and another object has the key by then. */
    record Replacement(long bytes, StoredObject object) implements Fault {
        @Override
        public String toString() {
            return "was not replaced after " + bytes + " bytes";
        }
    }

    /** The request is refused, as S3 refuses it. */
    record Refusal(S3Error error) implements Fault {
        @Override
        public String toString() {
            return "was not refused with " + error.status();
        }
    }

    /** One bit of the body is wrong. */
    record Damage() implements Fault {
        @Override
        public String toString() {
            return "was not damaged";
        }
    }

    /** There are more bytes behind the object. */
    record Longer(int more) implements Fault {
        @Override
        public String toString() {
            return "was not longer";
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
