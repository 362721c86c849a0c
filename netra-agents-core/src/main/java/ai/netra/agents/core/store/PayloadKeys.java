package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of an {@link EncryptedStateStore}. Implement me where keys come from a vault, or change while the process lives; asked for each payload, so
 * best from memory. What it throws, callers of the store see. Thread-safe.
 */
public interface PayloadKeys {
    /** What is written from now on is encrypted with this. No more than 2<sup>32</sup> payloads should be with one key. */
    PayloadKey current();

    /** The key of an id; empty where it is not there any more, and what was encrypted with it cannot be read. */
    Optional<PayloadKey> find(String id);

    /**
     * Keys that stay as they are.
     *
     * @param current to encrypt and decrypt with
     * @param earlier to decrypt with
     * @throws InvalidDefinitionException if two have one id
     */
    static PayloadKeys of(PayloadKey current, PayloadKey... earlier) {
        Map<String, PayloadKey> keys = new HashMap<>(Map.of(current.id(), current));
        for (PayloadKey key : earlier) {
            if (keys.put(key.id(), key) != null) {
                throw new InvalidDefinitionException(
                        "two payload keys have the id '" + key.id() + "'; give each key an id of its own");
            }
        }
        return new PayloadKeys() {
            @Override
            public PayloadKey current() {
                return current;
            }

            @Override
            public Optional<PayloadKey> find(String id) {
                return Optional.ofNullable(keys.get(id));
            }
        };
    }
}
