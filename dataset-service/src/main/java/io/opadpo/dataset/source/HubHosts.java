package io.opadpo.dataset.source;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * Whom a hub may lead to: itself, and hosts that the settings allow. Those are asked over TLS alone, so that they have to
 * prove their name: one whose name turns to an address of our own network after it was looked at gets no request, as
 * nobody there has its certificate. Hubs in our own network, whose hosts are there too, are trusted as they are.
 */
final class HubHosts {

    private final ImportSettings.Hub settings;

    HubHosts(ImportSettings.Hub settings) {
        this.settings = settings;
    }

    boolean isOwn(URI uri) {
        return Objects.equals(uri.getScheme(), settings.url().getScheme())
                && Objects.equals(uri.getHost(), settings.url().getHost())
                && uri.getPort() == settings.url().getPort();
    }

    boolean allows(URI uri) {
        return isOwn(uri) || isNamed(uri) && (isInternal() ? isHttp(uri) : isSafe(uri));
    }

    private boolean isNamed(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return settings.downloadHosts().stream().anyMatch(end -> host.equals(end) || host.endsWith("." + end));
    }

    private boolean isInternal() {
        return PrivateHosts.is(settings.url().getHost());
    }

    private static boolean isHttp(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    private static boolean isSafe(URI uri) {
        return "https".equals(uri.getScheme()) && !PrivateHosts.is(uri.getHost());
    }
}
