package dev.pipette.text;

import java.util.AbstractList;
import java.util.List;

/**
 * A list that prints as people read it: JShell and the command line show the same text.
 *
 * <pre>{@code
 * pipeline.admin().loads();              // in JShell: a table of the loads
 * pipeline.admin().loads().getFirst();   // and a list all the same
 * }</pre>
 *
 * @param <T> what it lists
 */
public final class Listing<T> extends AbstractList<T> {
    private final List<T> items;
    private final String text;

    public Listing(List<T> items, String text) {
        this.items = List.copyOf(items);
        this.text = text;
    }

    @Override
    public T get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public String toString() {
        return text;
    }
}
