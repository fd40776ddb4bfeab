package org.apogeemq.conformance.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** What a router or container host does for a published port: hands connections on to another address. */
final class PortMapping {
    private PortMapping() {}

    /** Listens on 127.0.0.1 and hands every connection on to {@code target}, until the process ends. */
    static void start(int port, String target) throws IOException {
        var listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        int colon = target.lastIndexOf(':');
        String host = target.substring(0, colon);
        int targetPort = Integer.parseInt(target.substring(colon + 1));
        Thread.ofPlatform().daemon().name("port-mapping-" + port).start(() -> accept(listener, host, targetPort));
    }

    private static void accept(ServerSocket listener, String host, int port) {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Socket far = new Socket(host, port);
                join(near, far);
                join(far, near);
            } catch (IOException e) {
                System.err.println("port mapping to " + host + ":" + port + ": " + e.getMessage());
            }
        }
    }

    private static void join(Socket from, Socket to) {
        Thread.ofVirtual().name("mapped").start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                System.err.println("mapped connection ended: " + e.getMessage());
            }
        });
    }
}
