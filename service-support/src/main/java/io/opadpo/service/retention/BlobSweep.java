package io.opadpo.service.retention;

import java.util.concurrent.atomic.AtomicLong;

/** Collects blobs without being asked, if it is to. It lists all of them, so it does so less often than others sweep. */
class BlobSweep implements Sweep {
    private final BlobCollector collector;
    private final RetentionProperties properties;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    BlobSweep(BlobCollector collector, RetentionProperties properties) {
        this.collector = collector;
        this.properties = properties;
    }

    @Override
    public String name() {
        return collector.lock();
    }

    @Override
    public long sweep() {
        if (!properties.collectBlobs() || System.nanoTime() - next.get() < 0) {
            return 0;
        }
        long deleted = collector.collect(false).deleted();
        next.set(System.nanoTime() + properties.blobsInterval().toNanos());
        return deleted;
    }
}
