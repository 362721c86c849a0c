package ai.netra.agents.httptools;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host: once per hop of a call, and what it answers is what is checked and connected to. Thread-safe. */
@FunctionalInterface
public interface HostResolver {
    /**
     * The addresses of a host, in the order to try them. May block.
     *
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
