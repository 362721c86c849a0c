package ai.netra.agents.core;
import ai.netra.agents.*; import ai.netra.agents.spi.*; import java.time.Duration; import java.util.Optional;
final class NoCache implements AgentCache {
 public <O> Optional<O> find(CacheKey<O> key) { return Optional.empty(); }
 public <O> void put(CacheKey<O> key, O o, Duration ttl) {}
 public void forget(CacheKey<?> key) {} public void forget(AgentKey<?> a) {} public void forget(UserId u) {}
}
