package ai.netra.agents.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection of a {@link FakeLlmServer}: requests in, bytes out, as HTTP/1.1 has them (RFC 9112) or as a fault would have it. */
final class WireConnection {
    private static final int LARGEST_BUFFER = 1 << 16;

    private final Socket socket;
    private final PushbackInputStream in;
    private final OutputStream out;
    private final CountDownLatch serverClosed;

    WireConnection(Socket socket, CountDownLatch serverClosed) throws IOException {
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.in = new PushbackInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.serverClosed = serverClosed;
    }

    /** A request as it came. */
    record Incoming(String method, String target, Map<String, String> headers, String body) {}

    /** The next request; empty where the client is done. */
    Optional<Incoming> read() throws IOException {
        String line = line();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] start = line.split(" ", 3);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the request ended after " + body.length + " of " + length + " bytes");
        }
        return Optional.of(new Incoming(start[0], start[1], headers, new String(body, StandardCharsets.UTF_8)));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Waits until the client sends more or hangs up; whether it sends more. */
    boolean awaitMore() throws IOException {
        int next = in.read();
        if (next >= 0) {
            in.unread(next);
        }
        return next >= 0;
    }

    void head(int status, String mediaType, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Fake\r\n");
        if (!mediaType.isEmpty()) {
            head.append("content-type: ").append(mediaType).append("\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("transfer-encoding: chunked\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A body that is on its way, and what is told before the connection is closed in the middle of it. */
    Body body(HttpFault.Settings fault, Runnable onCut) {
        return new Body(fault, onCut);
    }

    void close(HttpFault.End end) throws IOException {
        if (end == HttpFault.End.RESET) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    /** A body, sent as its fault says. */
    final class Body {
        private final HttpFault.Settings fault;
        private final Runnable onCut;
        private long sent;

        private Body(HttpFault.Settings fault, Runnable onCut) {
            this.fault = fault;
            this.onCut = onCut;
        }

        /** Sends bytes; whether all of them were sent, and the connection is still there. */
        boolean write(byte[] bytes) throws IOException, InterruptedException {
            int size = fault.chunk > 0 ? fault.chunk : LARGEST_BUFFER;
            for (int at = 0; at < bytes.length; at += size) {
                int length = (int) Math.min(Math.min(size, bytes.length - at), fault.cutAfter - sent);
                if (length > 0) {
                    byte[] begin = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.UTF_8);
                    byte[] chunk = new byte[begin.length + length + 2];
                    System.arraycopy(begin, 0, chunk, 0, begin.length);
                    System.arraycopy(bytes, at, chunk, begin.length, length);
                    chunk[chunk.length - 2] = '\r';
                    chunk[chunk.length - 1] = '\n';
                    out.write(chunk);
                    out.flush();
                    sent += length;
                }
                if (sent >= fault.cutAfter) {
                    onCut.run();
                    close(fault.end);
                    return false;
                }
                pause(fault.pause);
            }
            return true;
        }

        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** Lets time pass, or less where the server is closed. */
    private void pause(Duration time) throws InterruptedException {
        if (!time.isZero() && serverClosed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the server was closed");
        }
    }
}
