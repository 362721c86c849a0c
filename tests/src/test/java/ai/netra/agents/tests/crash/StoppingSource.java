package ai.netra.agents.tests.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source at one of whose commits something happens to the process: each append is one, on PostgreSQL as the statement that it is. */
final class StoppingSource {
    private final CrashTask.Stop stop;
    private final AtomicInteger commits = new AtomicInteger();

    private StoppingSource(CrashTask.Stop stop) {
        this.stop = stop;
    }

    static DataSource of(DataSource source, CrashTask.Stop stop) {
        StoppingSource stopping = new StoppingSource(stop);
        return stopping.proxy(DataSource.class, source);
    }

    private <T> T proxy(Class<T> type, T of) {
        return type.cast(Proxy.newProxyInstance(
                StoppingSource.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (isCommit(method, arguments) && commits.incrementAndGet() == stop.append()) {
                        stop.happen();
                    }
                    try {
                        Object answer = method.invoke(of, arguments);
                        return answer instanceof Connection connection ? proxy(Connection.class, connection) : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static boolean isCommit(Method method, Object... arguments) {
        return method.getName().equals("commit")
                || (method.getName().equals("prepareStatement")
                        && arguments[0].toString().startsWith("WITH wanted"));
    }
}
