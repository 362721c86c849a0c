package ai.netra.agents.httptools;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of an address, in one form: of two that differ nobody says that they are the same.
 *
 * @param scheme http or https
 * @param host a name, or an address in its usual form, in lower case and without brackets
 * @param port the port, also where it is the scheme's own
 */
record Origin(String scheme, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LONGEST_HOST = 253;
    private static final Pattern NAME = Pattern.compile(
            "(?=.*[a-z])(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
    private static final Pattern V6 = Pattern.compile("[0-9a-f:]+(?:[0-9.]+)?");

    /**
     * The origin of an address; empty if it is no http or https, has a user, or a host in a form that others may read otherwise: numbers in decimal, octal or
     * hexadecimal, a dot at the end, a zone, letters that are not ASCII.
     */
    static Optional<Origin> of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean known = scheme.equals("http") || scheme.equals("https");
        if (!known || uri.getRawUserInfo() != null || host.isEmpty() || host.length() > LONGEST_HOST) {
            return Optional.empty();
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            if (!V6.matcher(host).matches()) {
                return Optional.empty();
            }
        } else if (!NAME.matcher(host).matches() && !V4.matcher(host).matches()) {
            return Optional.empty();
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS : HTTP;
        return port == 0 || port > 0xFFFF ? Optional.empty() : Optional.of(new Origin(scheme, host, port));
    }

    /** The origin of an address; empty where {@link #of(URI)} is, or the text is no address. */
    static Optional<Origin> of(String uri) {
        try {
            return of(new URI(uri));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
