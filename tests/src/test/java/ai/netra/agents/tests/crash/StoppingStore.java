package ai.netra.agents.tests.crash;

import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store at one of whose appends something happens to the process, on either side of it. */
final class StoppingStore {
    private final StateStore store;
    private final CrashTask.Stop stop;
    private final AtomicInteger appends = new AtomicInteger();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private StoppingStore(StateStore store, CrashTask.Stop stop) {
        this.store = store;
        this.stop = stop;
    }

    static StoppingStore of(StateStore store, CrashTask.Stop stop) {
        return new StoppingStore(store, stop);
    }

    StateStore store() {
        return (StateStore) Proxy.newProxyInstance(
                StoppingStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    return method.getName().equals("append") ? append(method, given) : call(method, given);
                });
    }

    int appends() {
        return appends.get();
    }

    private Object append(Method method, Object... arguments) throws Throwable {
        boolean here = appends.incrementAndGet() == stop.append();
        if (here && stop.moment() == CrashTask.Moment.BEFORE) {
            happen();
        }
        Object answer;
        try {
            answer = call(method, arguments);
        } catch (StoreException.Unavailable unavailable) {
            CrashChild.say(CrashEvent.Kind.UNAVAILABLE, String.valueOf(unavailable.getMessage()));
            throw unavailable;
        }
        if (arguments[0] instanceof Append append
                && append.stream() instanceof StreamKey.OfRun run
                && answer instanceof AppendResult.Appended appended) {
            acknowledged.merge(run.run().value(), appended.end().version(), Math::max);
        }
        if (here && stop.moment() == CrashTask.Moment.AFTER) {
            happen();
            if (stop.act() == CrashTask.Act.WAIT_AND_FORGET) {
                throw new StoreException.Unavailable("the acknowledgement was lost", new IOException("lost"));
            }
        }
        return answer;
    }

    private void happen() throws IOException, InterruptedException {
        if (stop.act() == CrashTask.Act.DIE) {
            acknowledged.forEach((run, version) -> CrashChild.say(CrashEvent.Kind.ACKNOWLEDGED, run, version));
        }
        stop.happen();
    }

    private Object call(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
