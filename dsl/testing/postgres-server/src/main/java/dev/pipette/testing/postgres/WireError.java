package dev.pipette.testing.postgres;

/** An ErrorResponse: its fields S and V, C, and M (PostgreSQL, "Error and Notice Message Fields"). */
record WireError(String severity, String state, String message) {
    WireError {
        if (state.length() != 5) {
            throw new IllegalArgumentException("an SQLSTATE has five characters, not '" + state + "'");
        }
    }

    boolean isFatal() {
        return !severity.equals("ERROR");
    }
}
