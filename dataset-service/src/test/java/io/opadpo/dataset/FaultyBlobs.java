package io.opadpo.dataset;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.blobs.StoredBlob;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Lets tests come between the service and its blob store; passes everything on as long as none does. */
public final class FaultyBlobs implements BeanPostProcessor {

    private static final Consumer<BlobKey> NOTHING = key -> {};

    private volatile Consumer<BlobKey> afterPut = NOTHING;
    private volatile Consumer<BlobKey> beforeDelete = NOTHING;

    public void afterPut(Consumer<BlobKey> hook) {
        afterPut = hook;
    }

    public void beforeDelete(Consumer<BlobKey> hook) {
        beforeDelete = hook;
    }

    public void reset() {
        afterPut = NOTHING;
        beforeDelete = NOTHING;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof BlobStore store ? new Between(store) : bean;
    }

    private final class Between implements BlobStore {
        private final BlobStore store;

        Between(BlobStore store) {
            this.store = store;
        }

        @Override
        public void put(BlobKey key, InputStream content) {
            store.put(key, content);
            afterPut.accept(key);
        }

        @Override
        public void put(BlobKey key, Path content) {
            store.put(key, content);
            afterPut.accept(key);
        }

        @Override
        public Blob open(BlobKey key) {
            return store.open(key);
        }

        @Override
        public boolean exists(BlobKey key) {
            return store.exists(key);
        }

        @Override
        public void delete(BlobKey key) {
            beforeDelete.accept(key);
            store.delete(key);
        }

        @Override
        public Stream<StoredBlob> blobs(BlobKey folder) {
            return store.blobs(folder);
        }

        @Override
        public StoredBlob look(BlobKey key) {
            return store.look(key);
        }

        @Override
        public void copyTo(BlobKey key, Path target) {
            store.copyTo(key, target);
        }
    }
}
