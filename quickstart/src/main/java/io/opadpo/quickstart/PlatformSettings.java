package io.opadpo.quickstart;

import io.opadpo.quickstart.lab.LabSize;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the platform is started.
 *
 * @param data folder of everything that is kept
 * @param port of the gateway, the others take those behind it; 0 for free ones
 * @param address that the gateway listens at; the services behind it listen at this machine's own alone
 * @param corrector who corrects answers; null to start the stand-in
 * @param model of the user's own, beside the lab's
 * @param faults share of the stand-in's replies that go wrong
 * @param size how many scenes the lab has
 * @param seeds of the scenes to align on
 * @param properties of all services, over everything else
 */
record PlatformSettings(
        Path data,
        int port,
        String address,
        @Nullable CorrectorEndpoint corrector,
        @Nullable OwnModel model,
        double faults,
        LabSize size,
        List<Long> seeds,
        Map<String, String> properties) {

    static final String LOOPBACK = "127.0.0.1";

    /** Whether nobody but this machine can reach the gateway. */
    boolean local() {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
