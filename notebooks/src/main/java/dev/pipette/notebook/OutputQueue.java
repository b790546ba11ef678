package dev.pipette.notebook;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends what cells print on a thread of its own. A cell's thread may be interrupted at any time, and an interrupt closes the
 * socket that a thread is writing to.
 */
final class OutputQueue {
    /** So many messages may wait before a cell waits that prints faster than Jupyter reads. */
    private static final int CAPACITY = 1_000;

    private static final long LONGEST_FLUSH_SECONDS = 2;

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(CAPACITY);

    OutputQueue() {
        Thread.ofPlatform().daemon().name("pipette-output").start(this::send);
    }

    private void send() {
        try {
            while (true) {
                waiting.take().run();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends it after everything that was put here before. An interrupt waits until that is done. */
    void put(Runnable message) {
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
