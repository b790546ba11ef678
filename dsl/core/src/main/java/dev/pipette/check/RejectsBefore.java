package dev.pipette.check;

/**
 * What the committed steps of a run brought, where a resource is committed in steps: the limits of rejected rows are those of the
 * whole run.
 *
 * <pre>{@code
 * new RejectsBefore(2, 100);   // 100 rows arrived, and 2 of them were rejected
 * }</pre>
 *
 * @param rejected how many rows they rejected
 * @param arrived how many rows arrived with them
 */
public record RejectsBefore(long rejected, long arrived) {
    /** No step was committed. */
    public static final RejectsBefore NONE = new RejectsBefore(0, 0);

    /** With those of another step. */
    public RejectsBefore and(long moreRejected, long moreArrived) {
        return new RejectsBefore(rejected + moreRejected, arrived + moreArrived);
    }
}
