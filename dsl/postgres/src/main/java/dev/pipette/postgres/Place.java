package dev.pipette.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something failed, and what of it can be given as advice.
 *
 * @param user empty where none was given
 * @param password that was found, or none
 * @param pooled whether a pooler in transaction mode was announced
 * @param dataset that was worked on; empty where none was
 */
record Place(PostgresAddress address, String user, Password password, boolean pooled, String dataset) {
    Place(PostgresAddress address, String user, Password password, boolean pooled) {
        this(address, user, password, pooled, "");
    }

    /** The same place, for something that failed in a dataset. */
    Place in(String newDataset) {
        return new Place(address, user, password, pooled, newDataset);
    }

    /** A table of the dataset, in SQL. */
    String table(String name) {
        return (dataset.isEmpty() ? "" : BinaryCopy.quoted(dataset) + ".") + BinaryCopy.quoted(name);
    }

    /** Whether the host is one of Supabase's, who block addresses and pause projects. */
    boolean isSupabase() {
        return address.host().endsWith(".supabase.com") || address.host().endsWith(".supabase.co");
    }

    /** Whether a shared pooler may be there, that has to know whose database is meant. */
    private boolean maySharePooler() {
        return !address.host().startsWith("db.") && (isSupabase() || pooled || address.looksLikeTransactionPooler());
    }

    /** Whom rights are granted to, in SQL: a shared pooler's user is the role, a dot, and whose database is meant. */
    String role() {
        int dot = user.lastIndexOf('.');
        return user.isEmpty()
                ? "the user"
                : BinaryCopy.quoted(dot > 0 && maySharePooler() ? user.substring(0, dot) : user);
    }

    /** What to look at when the server refuses the login: only what applies here. */
    String loginChecklist() {
        List<String> facts = new ArrayList<>();
        facts.add(
                maySharePooler() && !user.contains(".")
                        ? "the user is written as Supabase's pooler needs it (postgres.PROJECT_REF)"
                        : "the user is right");
        facts.add(password.toCheck());
        if (isSupabase() && pooled && !address.looksLikeTransactionPooler()) {
            facts.add("the port is 6543, where transactions are pooled");
        }
        if (isSupabase()) {
            facts.add("the host was copied from the project's Connect dialog");
            facts.add("the project is not paused");
        }
        return "Check that " + String.join(", that ", facts) + ".";
    }

    @Override
    public String toString() {
        return address.described() + (user.isEmpty() ? "" : ", user " + user);
    }
}
