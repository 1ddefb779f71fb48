package io.opadpo.jobs.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names this process for people: host, process id and start. */
final class WorkerName {
    private WorkerName() {}

    static String ofThisProcess() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return host + ":" + ProcessHandle.current().pid();
    }
}
