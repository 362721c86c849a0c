package ai.netra.agents.httptools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.tool.ToolResult;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpToolTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    record None() {}

    @Test
    void the_name_is_checked_though_the_address_is_given(@TempDir Path directory) throws Exception {
        SSLContext context = context(directory.resolve("store.p12"));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/plain");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'h', 'i'});
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertThat(call("pinned.test", port, context).as(String.class)).isEqualTo("hi");
            assertThat(call("other.test", port, context).error().orElseThrow().message())
                    .contains("SSL");
            assertThat(call("pinned.test", port, SSLContext.getDefault())
                            .error()
                            .orElseThrow()
                            .message())
                    .contains("SSL");
        } finally {
            server.stop(0);
        }
    }

    private static ToolResult call(String host, int port, SSLContext trusted) throws Exception {
        Egress egress = Egress.builder()
                .allow("https://" + host + ":" + port, "127.0.0.1/32")
                .resolver(name -> List.of(InetAddress.getLoopbackAddress()))
                .build();
        return FakeCall.call(
                HttpTool.builder(egress, "f", "Fetches", None.class)
                        .get("https://" + host + ":" + port + "/")
                        .tls(trusted)
                        .build(),
                "{}");
    }

    /** A certificate of pinned.test that signs itself, and trust in it. */
    private static SSLContext context(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=pinned.test",
                        "-ext",
                        "san=dns:pinned.test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("x", keys.getCertificate("x"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
