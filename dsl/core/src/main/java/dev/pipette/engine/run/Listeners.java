package dev.pipette.engine.run;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Several listeners, called one after the other. */
public record Listeners(List<LoadListener> all) implements LoadListener {
    /** Several as one. */
    public static LoadListener of(List<LoadListener> several) {
        List<LoadListener> all =
                several.stream().filter(listener -> listener != NONE).toList();
        return all.size() == 1 ? all.getFirst() : new Listeners(all);
    }

    /** The log, those that the class path has, and after them a given one. */
    static LoadListener installedAnd(LoadListener log, LoadListener given) {
        Stream<LoadListener> installed =
                ServiceLoader.load(LoadListener.class, LoadListener.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get);
        return of(Stream.concat(Stream.concat(Stream.of(log), installed), Stream.of(given))
                .toList());
    }

    /** Each of several by itself. */
    static Stream<LoadListener> each(LoadListener listener) {
        return listener instanceof Listeners several
                ? several.all().stream().flatMap(Listeners::each)
                : Stream.of(listener);
    }

    @Override
    public void started(String pipeline) {
        all.forEach(listener -> listener.started(pipeline));
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        all.forEach(listener -> listener.reached(step, loadId));
    }

    @Override
    public void reading(String resource, String file) {
        all.forEach(listener -> listener.reading(resource, file));
    }

    @Override
    public void extracted(String resource, long rows) {
        all.forEach(listener -> listener.extracted(resource, rows));
    }

    @Override
    public void waiting(String holder) {
        all.forEach(listener -> listener.waiting(holder));
    }

    @Override
    public void retrying(String why, Duration after) {
        all.forEach(listener -> listener.retrying(why, after));
    }

    @Override
    public void finished(LoadInfo info) {
        end(listener -> listener.finished(info));
    }

    @Override
    public void failed(Throwable failure) {
        end(listener -> listener.failed(failure));
    }

    /** Calls all of them, also after one of them failed. */
    private void end(Consumer<LoadListener> ending) {
        RuntimeException first = null;
        for (LoadListener listener : all) {
            try {
                ending.accept(listener);
            } catch (RuntimeException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
