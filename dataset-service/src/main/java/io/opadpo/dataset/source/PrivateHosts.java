package io.opadpo.dataset.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells hosts of a private network, which a server outside it has no business to lead to. */
final class PrivateHosts {

    private PrivateHosts() {}

    /** Whether any of the host's addresses is of this machine, this link or a private network. */
    static boolean is(@Nullable String host) {
        try {
            return host != null && Arrays.stream(InetAddress.getAllByName(host)).anyMatch(PrivateHosts::isPrivate);
        } catch (UnknownHostException e) {
            return false; // Nothing can be asked of it either.
        }
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        // RFC 6598 for IPv4, RFC 4193 for IPv6; Java knows the others.
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        boolean unique = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        return shared
                || unique
                || address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress();
    }
}
