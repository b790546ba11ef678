package dev.pipette.notebook;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what cells print on a thread of its own. A cell's thread may be interrupted at any time, and an interrupt closes the
 * socket that a thread is writing to. Text that is printed in quick succession is one message: a socket drops messages that
 * are too many for who reads.
 */
final class OutputQueue {
    /** So many messages may wait before a cell waits that prints faster than Jupyter reads. */
    private static final int CAPACITY = 1_000;

    private static final long LONGEST_FLUSH_SECONDS = 2;

    private static final long TOGETHER_MILLIS = 40;
    private static final int LONGEST_TEXT = 100_000;

    private final BlockingQueue<Item> waiting = new ArrayBlockingQueue<>(CAPACITY);

    private sealed interface Item {
        /** Any message. */
        record Sending(Runnable message) implements Item {}

        /** Text for a place, which sends it. */
        record Text(Object place, String text, Consumer<String> sending) implements Item {}
    }

    OutputQueue() {
        Thread.ofPlatform().daemon().name("pipette-output").start(this::send);
    }

    private void send() {
        try {
            @Nullable Item next = null;
            while (true) {
                switch (next == null ? waiting.take() : next) {
                    case Item.Sending sending -> {
                        sending.message().run();
                        next = null;
                    }
                    case Item.Text text -> next = sendTogether(text);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a text with those that follow it; returns what comes behind them, if it is known. */
    private @Nullable Item sendTogether(Item.Text first) throws InterruptedException {
        StringBuilder text = new StringBuilder(first.text());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TOGETHER_MILLIS);
        @Nullable Item next = null;
        while (text.length() < LONGEST_TEXT) {
            next = waiting.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (!(next instanceof Item.Text more) || !more.place().equals(first.place())) {
                break;
            }
            text.append(more.text());
            next = null;
        }
        first.sending().accept(text.toString());
        return next;
    }

    /** Sends it after everything that was put here before. */
    void put(Runnable message) {
        put(new Item.Sending(message));
    }

    /** The same with a text, which may be sent together with others for the place. */
    void put(Object place, String text, Consumer<String> sending) {
        put(new Item.Text(place, text, sending));
    }

    /** An interrupt waits until it is in the queue. */
    private void put(Item message) {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                waiting.put(message);
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when everything was sent that was put here before, or after a moment. */
    void flush() {
        CountDownLatch sent = new CountDownLatch(1);
        put(sent::countDown);
        try {
            boolean _ = sent.await(LONGEST_FLUSH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
