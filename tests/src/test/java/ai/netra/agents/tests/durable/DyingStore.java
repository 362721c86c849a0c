package ai.netra.agents.tests.durable;

import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store as a process has it that dies at one of its appends: from then on it does nothing any more, for that process. */
public final class DyingStore {
    /** When it dies. */
    public enum When {
        BEFORE,
        AFTER
    }

    private final StateStore store;
    private final int last;
    private final When when;
    private int appends;
    private boolean dead;

    private DyingStore(StateStore store, int last, When when) {
        this.store = store;
        this.last = last;
        this.when = when;
    }

    /** A store that dies right before or after an append, counting from 1. */
    public static StateStore at(StateStore store, int append, When when) {
        DyingStore dying = new DyingStore(store, append, when);
        return (StateStore) Proxy.newProxyInstance(
                DyingStore.class.getClassLoader(),
                new Class<?>[] {StateStore.class},
                (proxy, method, arguments) -> dying.call(method, arguments == null ? new Object[0] : arguments));
    }

    private synchronized Object call(Method method, Object... arguments) throws Throwable {
        boolean appending = method.getName().equals("append");
        appends += appending ? 1 : 0;
        boolean dies = appending && appends == last;
        if (dead || (dies && when == When.BEFORE)) {
            dead = true;
            throw new StoreException.Corrupt("the process is dead", null);
        }
        Object answer;
        try {
            answer = method.invoke(store, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
        if (dies) {
            dead = true;
            throw new StoreException.Corrupt("the process is dead", null);
        }
        return answer;
    }
}
