package dev.pipette.engine.distributed;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, for people. */
final class HostName {
    private HostName() {}

    static String here() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "unknown";
        }
    }
}
