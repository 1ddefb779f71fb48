package io.opadpo.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where the parts listen.
 *
 * @param services port of each service
 * @param corrector port of the stand-in corrector
 */
record Ports(Map<PlatformService, Integer> services, int corrector) {

    /**
     * The gateway's port and those behind it, in the services' order; free ones for 0.
     *
     * @throws QuickstartException if one of them is taken
     */
    static Ports from(int first) throws IOException {
        Map<PlatformService, Integer> services = new EnumMap<>(PlatformService.class);
        int next = first;
        for (PlatformService service : PlatformService.values()) {
            services.put(service, free(next));
            next = first == 0 ? 0 : next + 1;
        }
        return new Ports(services, free(next));
    }

    int of(PlatformService service) {
        Integer port = services.get(service);
        if (port == null) {
            throw new IllegalArgumentException("No port for " + service);
        }
        return port;
    }

    private static int free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (java.net.BindException e) {
            throw new QuickstartException("Port " + port + " is taken; choose others with --port", e);
        }
    }
}
