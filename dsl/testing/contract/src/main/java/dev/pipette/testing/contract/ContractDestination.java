package dev.pipette.testing.contract;

import dev.pipette.Destination;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How the tests of a contract get their destinations.
 *
 * <pre>{@code
 * abstract class QuackContract implements ContractDestination {
 *   @Override
 *   public Destination destination(Path folder) {
 *     return Destination.parse("quack:" + folder.resolve("contract.quack"));
 *   }
 * }
 * }</pre>
 */
@ExtendWith(TrialParameter.class)
public interface ContractDestination {
    /**
     * A destination that holds nothing yet; asked for once by each test.
     *
     * @param folder of this test alone, not made yet, for destinations that are files
     */
    Destination destination(Path folder);

    /** The same destination as another machine would name it; by default by the same value. */
    default Destination secondClient(Destination first) {
        return first;
    }

    /**
     * The same destination by another name, as another network or another folder would give it: another name of the host,
     * the port of a pooler, a symbolic link. Not the destination of any other test.
     *
     * @param folder of this test alone, where a link may be made
     */
    Destination otherName(Destination destination, Path folder);

    /** Told that the test of a destination is over; nothing of its own is connected any more. */
    default void release(Destination destination) {}
}
