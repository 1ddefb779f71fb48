package io.opadpo.jobs.support;

/** A store on the embedded server. */
public final class EmbeddedStore extends StoreExtension {
    @Override
    protected String jdbcUrl() {
        return EmbeddedServer.newDatabase();
    }
}
