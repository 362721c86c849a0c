package ai.netra.agents.httptools;

import ai.netra.agents.InvalidDefinitionException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where tools may reach over HTTP: nowhere but to the origins allowed, and there only to public addresses.
 *
 * <pre>{@code
 * Egress egress = Egress.builder()
 *         .allow("https://api.example.com")
 *         .allow("https://*.example.org")                             // its subdomains, not itself
 *         .allow("http://billing.internal:8080", "10.20.0.0/16")      // and this private range, for this origin alone
 *         .build();
 * }</pre>
 *
 * <p>An origin is a scheme, a host and a port, the scheme's own if none is given. A host's addresses are looked up once for each hop of a call, and all of them
 * checked; loopback, link-local, private, shared, multicast, documentation and reserved ones, IPv6 ones that stand for such, and those of metadata services, are
 * refused unless granted to that origin. What was checked is what is connected to, so that a name that changes its answer gains nothing. Each redirect is
 * checked like a first call.
 *
 * <p>Not protected: what an allowed server does with what it is sent. Immutable and thread-safe, if the resolver is.
 */
public final class Egress {
    private final List<Rule> rules;
    private final HostResolver resolver;

    private Egress(List<Rule> rules, HostResolver resolver) {
        this.rules = List.copyOf(rules);
        this.resolver = resolver;
    }

    /** An origin, or the subdomains of one, and the special addresses granted to it. */
    private record Rule(Origin origin, boolean subdomains, List<AddressRange> granted) {
        boolean allows(Origin other) {
            boolean host = subdomains
                    ? other.host().endsWith("." + origin.host())
                    : other.host().equals(origin.host());
            return host && other.scheme().equals(origin.scheme()) && other.port() == origin.port();
        }
    }

    /** Only these origins, at public addresses. */
    public static Egress to(String... origins) {
        Builder builder = builder();
        Stream.of(origins).forEach(builder::allow);
        return builder.build();
    }

    /** Builds an egress that allows nothing to begin with. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether an address is of an allowed origin; what its host resolves to is checked when it is called. */
    public boolean allows(URI address) {
        return Origin.of(address).flatMap(this::rule).isPresent();
    }

    /**
     * The addresses to connect to, all of them checked.
     *
     * @throws EgressDeniedException if the origin is not allowed, or one of its addresses is not
     * @throws UnknownHostException if the host has no address
     */
    List<InetAddress> addresses(Origin origin) throws UnknownHostException {
        Rule rule = rule(origin)
                .orElseThrow(() -> new EgressDeniedException(
                        origin + " is not an origin that tools may reach; if it is to be, allow it in the Egress"));
        List<InetAddress> found = List.copyOf(resolver.resolve(origin.host()));
        if (found.isEmpty()) {
            throw new UnknownHostException(origin.host());
        }
        if (!found.stream().allMatch(address -> SpecialAddresses.permits(address, rule.granted()))) {
            throw new EgressDeniedException(origin
                    + " has an address that is loopback, link-local, private or otherwise special; if tools are to"
                    + " reach it, grant its range to the origin in the Egress");
        }
        return found;
    }

    private Optional<Rule> rule(Origin origin) {
        return rules.stream().filter(rule -> rule.allows(origin)).findFirst();
    }

    @Override
    public String toString() {
        return "Egress"
                + rules.stream()
                        .map(rule -> (rule.subdomains() ? "subdomains of " : "") + rule.origin())
                        .toList();
    }

    /** Builds an {@link Egress}. */
    public static final class Builder {
        private static final String SUBDOMAINS = "://*.";

        private final List<Rule> rules = new ArrayList<>();
        private HostResolver resolver = host -> List.of(InetAddress.getAllByName(host));

        private Builder() {}

        /**
         * Allows an origin, {@code https://api.example.com} or {@code http://localhost:8080} say, or the subdomains of a domain,
         * {@code https://*.example.com}. Of two that fit an address, the first counts.
         *
         * @param origin scheme, host and, unless it is the scheme's own, port
         * @param grantedRanges the special addresses it may be at: {@code 127.0.0.0/8}, say
         * @throws InvalidDefinitionException if one of them is malformed, or all subdomains of a top-level domain are meant
         */
        public Builder allow(String origin, String... grantedRanges) {
            boolean subdomains = origin.contains(SUBDOMAINS);
            String plain = subdomains ? origin.replace(SUBDOMAINS, "://") : origin;
            Origin parsed = Origin.of(plain)
                    .filter(one -> plain.indexOf('/', one.scheme().length() + "://".length()) < 0
                            && plain.indexOf('?') < 0
                            && plain.indexOf('#') < 0)
                    .orElseThrow(() -> new InvalidDefinitionException("origin '" + origin
                            + "' is malformed; use http or https, a host, and perhaps a port, such as"
                            + " https://api.example.com or https://*.example.com, and nothing behind it"));
            if (subdomains && (parsed.host().indexOf('.') < 0 || !parsed.host().matches(".*[a-z].*"))) {
                throw new InvalidDefinitionException("origin '" + origin
                        + "' means far too many hosts; name them, or use subdomains of a domain, as"
                        + " https://*.example.com");
            }
            rules.add(new Rule(
                    parsed,
                    subdomains,
                    Stream.of(grantedRanges).map(AddressRange::of).toList()));
            return this;
        }

        /** Sets who finds addresses; by default the JVM does. */
        public Builder resolver(HostResolver newResolver) {
            resolver = newResolver;
            return this;
        }

        /**
         * The egress.
         *
         * @throws InvalidDefinitionException if nothing is allowed
         */
        public Egress build() {
            if (rules.isEmpty()) {
                throw new InvalidDefinitionException(
                        "an Egress that allows nothing; allow(...) the origins tools may reach");
            }
            return new Egress(rules, resolver);
        }
    }
}
