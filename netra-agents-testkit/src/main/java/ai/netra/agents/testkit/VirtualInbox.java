package ai.netra.agents.testkit;

import ai.netra.agents.spi.Inbox;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/** A queue whose waits stop nobody's time. */
final class VirtualInbox<T> implements Inbox<T> {
    private final VirtualTime time;
    private final String name;
    private final Deque<T> elements = new ArrayDeque<>();

    VirtualInbox(VirtualTime time) {
        this.time = time;
        this.name = "an element of inbox " + time.nextName();
    }

    @Override
    public void put(T element) {
        Objects.requireNonNull(element, "element");
        time.change(() -> elements.addLast(element));
    }

    @Override
    public T take() throws InterruptedException {
        return time.await(name, () -> !elements.isEmpty(), elements::removeFirst);
    }

    @Override
    public Optional<T> poll() {
        return time.read(() -> elements.isEmpty() ? Optional.empty() : Optional.of(elements.removeFirst()));
    }
}
