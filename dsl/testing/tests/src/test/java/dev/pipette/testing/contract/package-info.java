/** How a build chooses what it runs of the contract. */
@NullMarked
package dev.pipette.testing.contract;

import org.jspecify.annotations.NullMarked;
