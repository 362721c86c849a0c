package ai.netra.agents.tests.durable;

import ai.netra.agents.store.Append;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store that keeps bytes, as one on a disk does: what is read back was written as JSON. */
public final class EncodingStore {
    private EncodingStore() {}

    /** Another store, whose payloads are encoded before it sees them. */
    public static StateStore of(StateStore store) {
        return (StateStore) Proxy.newProxyInstance(
                EncodingStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    try {
                        return arguments != null && arguments[0] instanceof Append append
                                ? store.append(encoded(append))
                                : method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static Append encoded(Append append) {
        return new Append(
                append.stream(),
                append.expected(),
                append.writer(),
                append.records().stream()
                        .map(payload -> Payload.of(payload.kind(), payload.schema(), payload.bytes()))
                        .toList(),
                append.mark());
    }
}
