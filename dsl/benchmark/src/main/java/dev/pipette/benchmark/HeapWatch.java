package dev.pipette.benchmark;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Watches the heap of its JVM. Four peaks, in bytes: {@link #USED} with garbage, which says more of the collector than
 * of the program; {@link #AFTER} what any collection left, with what it had not come to yet; {@link #LIVE} what
 * collections of the whole heap left, forced every {@value #FORCE_MILLIS} ms when asked for; {@link #COMMITTED} what the
 * JVM took from the system.
 */
final class HeapWatch {
    static final String USED = "heap.used";
    static final String AFTER = "heap.after";
    static final String LIVE = "heap.live";
    static final String COMMITTED = "heap.committed";

    /** The peak of the whole process's memory, the engine's included, in KiB; Linux only. */
    static final String RESIDENT = "resident.kib";

    private static final long FORCE_MILLIS = 200;
    private static final long POLL_MILLIS = 10;
    private static final long NOTIFICATION_MILLIS = 100;

    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong after = new AtomicLong();
    private final AtomicLong live = new AtomicLong();
    private final AtomicLong committed = new AtomicLong();

    private HeapWatch() {}

    static HeapWatch start(boolean forced) {
        HeapWatch watch = new HeapWatch();
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, handback) -> watch.collected(notification), null, null);
            }
        }
        repeat("heap-poll", POLL_MILLIS, watch::poll);
        if (forced) {
            repeat("heap-force", FORCE_MILLIS, System::gc);
        }
        return watch;
    }

    private static void repeat(String name, long pauseMillis, Runnable action) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                while (true) {
                    action.run();
                    TimeUnit.MILLISECONDS.sleep(pauseMillis);
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void poll() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        used.accumulateAndGet(heap.getUsed(), Math::max);
        committed.accumulateAndGet(heap.getCommitted(), Math::max);
    }

    private void collected(Notification notification) {
        if (!notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            return;
        }
        var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
        long left = info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
        after.accumulateAndGet(left, Math::max);
        if (info.getGcAction().equals("end of major GC")) {
            live.accumulateAndGet(left, Math::max);
        }
    }

    void report(Values results) throws InterruptedException {
        poll();
        TimeUnit.MILLISECONDS.sleep(NOTIFICATION_MILLIS);
        results.put(USED, used.get());
        results.put(AFTER, after.get());
        results.put(LIVE, live.get());
        results.put(COMMITTED, committed.get());
        results.put(RESIDENT, residentKib());
    }

    private static long residentKib() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
