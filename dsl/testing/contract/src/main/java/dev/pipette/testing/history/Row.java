package dev.pipette.testing.history;

import java.util.List;

/**
 * A row that was given.
 *
 * @param id its number in its batch, or the key where rows are merged
 * @param batch the number of the batch that it came with
 * @param tags the values of its nested list
 */
record Row(long id, long batch, List<String> tags) {
    @Override
    public String toString() {
        return batch + "/" + id + (tags.isEmpty() ? "" : tags);
    }
}
