package ai.netra.agents.core.internal;

import ai.netra.agents.state.ConversationMessage;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was said in a run's conversation before it began, loaded when it is first asked for. Thread-safe. */
final class History {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Supplier<List<ConversationMessage>> source; // guarded by lock, as is the next
    private List<ConversationMessage> messages = List.of();

    History(Supplier<List<ConversationMessage>> source) {
        this.source = source;
    }

    List<ConversationMessage> get() {
        lock.lock();
        try {
            Supplier<List<ConversationMessage>> unread = source;
            if (unread != null) {
                messages = unread.get();
                source = null;
            }
            return messages;
        } finally {
            lock.unlock();
        }
    }
}
