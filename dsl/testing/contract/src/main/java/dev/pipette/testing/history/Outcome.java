package dev.pipette.testing.history;

/**
 * How a step ended.
 *
 * @param message of the error; empty where there was none
 */
record Outcome(Kind kind, String message) {
    enum Kind {
        SUCCESS,
        FAILED,
        BROKEN_OFF
    }

    static final Outcome SUCCESS = new Outcome(Kind.SUCCESS, "");

    boolean succeeded() {
        return kind == Kind.SUCCESS;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SUCCESS -> "success";
            case BROKEN_OFF -> "broken off";
            case FAILED -> message;
        };
    }
}
