package ai.netra.agents.core.internal;

import ai.netra.agents.Cancellation;
import ai.netra.agents.spi.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a piece of a run was cancelled: the run itself, or one activation with all it started. Cancelling a node cancels everything below it at
 * once and interrupts each thread at work there.
 */
final class CancelNode implements Cancellation {
    private final ReentrantLock tree;
    private final @Nullable CancelNode parent;
    private @Nullable Runnable whenCancelled;
    private @Nullable Set<CancelNode> children;
    private @Nullable Task task;
    private volatile @Nullable String reason;

    /** The root of a run. */
    CancelNode() {
        this.tree = new ReentrantLock();
        this.parent = null;
    }

    private CancelNode(CancelNode parent) {
        this.tree = parent.tree;
        this.parent = parent;
    }

    /** A node below this one; cancelled from the start if this one is. */
    CancelNode child() {
        CancelNode child = new CancelNode(this);
        tree.lock();
        try {
            if (children == null) {
                children = new LinkedHashSet<>(4);
            }
            children.add(child);
            child.reason = reason;
        } finally {
            tree.unlock();
        }
        return child;
    }

    /** Names the thread that works for this node; interrupts it if the node is cancelled already. */
    void bind(Task newTask) {
        tree.lock();
        try {
            task = newTask;
            if (reason != null) {
                newTask.interrupt();
            }
        } finally {
            tree.unlock();
        }
    }

    /** Has a brief action run when the node is cancelled; at once if it is cancelled already. */
    void whenCancelled(Runnable action) {
        tree.lock();
        try {
            whenCancelled = action;
            if (reason != null) {
                action.run();
            }
        } finally {
            tree.unlock();
        }
    }

    /** Takes the node out of the tree: its work is over. */
    void end() {
        tree.lock();
        try {
            task = null;
            whenCancelled = null;
            if (parent != null && parent.children != null) {
                parent.children.remove(this);
            }
        } finally {
            tree.unlock();
        }
    }

    /**
     * Cancels this node and all below. Whoever is interrupted finds the reason, since all are marked before; and is interrupted once, since what it does
     * next may be to clean up.
     */
    void cancel(String why) {
        tree.lock();
        try {
            List<CancelNode> marked = new ArrayList<>();
            mark(why, marked);
            Set<Task> tasks = new LinkedHashSet<>();
            for (CancelNode node : marked) {
                if (node.task != null) {
                    tasks.add(node.task);
                }
            }
            tasks.forEach(Task::interrupt);
            marked.forEach(CancelNode::act);
        } finally {
            tree.unlock();
        }
    }

    private void mark(String why, List<CancelNode> marked) {
        if (reason == null) {
            reason = why;
            marked.add(this);
            if (children != null) {
                children.forEach(child -> child.mark(why, marked));
            }
        }
    }

    private void act() {
        if (whenCancelled != null) {
            whenCancelled.run();
        }
    }

    /** Whether the calling thread is at work here or below. */
    boolean isWorkedOnHere() {
        tree.lock();
        try {
            return (task != null && task.isCurrent())
                    || (children != null && children.stream().anyMatch(CancelNode::isWorkedOnHere));
        } finally {
            tree.unlock();
        }
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public boolean isCancelled() {
        return reason != null;
    }
}
