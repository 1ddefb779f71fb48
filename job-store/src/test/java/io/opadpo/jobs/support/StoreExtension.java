package io.opadpo.jobs.support;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a {@link TestStore}, one for a class and those nested in it. */
public abstract class StoreExtension implements ParameterResolver {
    /** Where the database is that this class is tested on. */
    protected abstract String jdbcUrl();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestStore.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext outermost = context;
        while (outermost
                .getParent()
                .filter(parent -> parent.getTestClass().isPresent())
                .isPresent()) {
            outermost = outermost.getParent().get();
        }
        return outermost
                .getStore(ExtensionContext.Namespace.create(getClass()))
                .computeIfAbsent("store", key -> new TestStore(jdbcUrl()), TestStore.class);
    }
}
