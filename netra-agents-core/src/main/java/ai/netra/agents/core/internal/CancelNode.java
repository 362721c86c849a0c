package ai.netra.agents.core.internal;

import ai.netra.agents.Cancellation;
import ai.netra.agents.spi.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Whether a piece of a run was cancelled: the run itself, or what works on a thread of its own within it. Cancelling a node cancels everything below
 * it at once and interrupts each thread at work there. What runs on the thread of what started it shares its node.
 */
final class CancelNode implements Cancellation {
    private static final AtomicReferenceFieldUpdater<CancelNode, @Nullable AtWork> AT_WORK =
            AtomicReferenceFieldUpdater.newUpdater(CancelNode.class, AtWork.class, "atWork");

    private final CancelNode root; // whose monitor guards the tree; nothing blocks inside
    private final @Nullable CancelNode parent;
    private @Nullable CancelNode firstChild; // guarded by tree, as are the next
    private @Nullable CancelNode previous;
    private @Nullable CancelNode next;
    private boolean interrupted;
    private volatile @Nullable Task task;
    private volatile @Nullable CancelNode helped;
    private volatile @Nullable Task lent;
    private volatile @Nullable AtWork atWork;
    private volatile @Nullable String reason;

    /** The root of a run. */
    CancelNode() {
        this.root = this;
        this.parent = null;
    }

    private CancelNode(CancelNode parent) {
        this.root = parent.root;
        this.parent = parent;
    }

    /** Gives each activation a node below this one; cancelled from the start if this one is. */
    void children(List<Started<?>> activations) {
        synchronized (root) {
            for (Started<?> activation : activations) {
                activation.at(child());
            }
        }
    }

    /** A node below this one; cancelled from the start if this one is. */
    CancelNode child() {
        CancelNode child = new CancelNode(this);
        synchronized (root) {
            CancelNode sibling = firstChild;
            child.next = sibling;
            if (sibling != null) {
                sibling.previous = child;
            }
            firstChild = child;
            child.reason = reason;
        }
        return child;
    }

    /** What is done at a node. */
    interface AtWork {
        /** Its thread was interrupted now, for the first time or again. On any thread; brief. */
        void interrupted();
    }

    /** Names the thread that works for this node; interrupts it if the node is cancelled already. */
    void bind(Task newTask) {
        task = newTask;
        if (reason != null) {
            synchronized (root) {
                if (!interrupted) {
                    interrupted = true;
                    newTask.interrupt();
                }
            }
        }
    }

    /** Names the node, below this one, of what this node's thread works on itself; null once it does no more, and then looks whether it was cancelled. */
    void help(@Nullable CancelNode child) {
        helped = child;
    }

    /** Whether this node's thread works for one below, and so is interrupted as that one's, or was. */
    private boolean isHelping() {
        CancelNode child = helped;
        return child != null && (child.task != null || child.isHelping());
    }

    /** Names a thread that decides here in place of the one that works for this node; null once it does no more. */
    void lend(@Nullable Task decider) {
        lent = decider;
    }

    /**
     * Tells what is at work here when the node is cancelled, in place of what was so far; at once if it is cancelled already, and maybe more than once.
     *
     * @return what was at work so far, to put back
     */
    @Nullable
    AtWork enter(AtWork work) {
        AtWork before = atWork;
        atWork = work;
        if (reason != null) {
            work.interrupted();
        }
        return before;
    }

    /** Puts back what was at work before: what is over may be told of an interrupt all the same. */
    void leave(@Nullable AtWork before) {
        if (before == null) {
            AT_WORK.lazySet(this, null);
        } else {
            AtWork unused = enter(before);
        }
    }

    /** Takes the node out of the tree: its work is over. */
    void end() {
        synchronized (root) {
            task = null;
            atWork = null;
            CancelNode before = previous;
            CancelNode after = next;
            if (after != null) {
                after.previous = before;
            }
            if (before != null) {
                before.next = after;
            } else if (parent != null) {
                parent.unlinkFirst(this, after);
            }
            previous = null;
            next = null;
        }
    }

    @SuppressWarnings("ReferenceEquality") // nodes are themselves; one that was taken out before is first no more
    private void unlinkFirst(CancelNode child, @Nullable CancelNode after) {
        if (firstChild == child) {
            firstChild = after;
        }
    }

    /** Cancels this node and all below. See {@link #interrupt}. */
    void cancel(String why) {
        synchronized (root) {
            List<CancelNode> marked = new ArrayList<>();
            mark(why, marked);
            interrupt(marked);
        }
    }

    /** Cancels what is below this node, and not the node itself. */
    void cancelChildren(String why) {
        synchronized (root) {
            List<CancelNode> marked = new ArrayList<>();
            markChildren(why, marked);
            interrupt(marked);
        }
    }

    private void mark(String why, List<CancelNode> marked) {
        if (reason == null) {
            reason = why;
            marked.add(this);
            markChildren(why, marked);
        }
    }

    private void markChildren(String why, List<CancelNode> marked) {
        for (CancelNode child = firstChild; child != null; child = child.next) {
            child.mark(why, marked);
        }
    }

    /**
     * Interrupts the threads at work. Whoever is interrupted finds the reason, since all are marked before; and is interrupted once, since what it does
     * next may be to clean up.
     */
    private static void interrupt(List<CancelNode> marked) {
        Set<Task> tasks = new LinkedHashSet<>();
        for (CancelNode node : marked) {
            Task bound = node.task;
            if (bound != null && !node.interrupted) {
                node.interrupted = true;
                if (!node.isHelping()) {
                    tasks.add(bound);
                }
            }
            Task deciding = node.lent;
            if (deciding != null) {
                tasks.add(deciding);
            }
        }
        tasks.forEach(Task::interrupt);
        for (CancelNode node : marked) {
            AtWork work = node.atWork;
            if (work != null) {
                work.interrupted();
            }
        }
    }

    /** Whether the calling thread is at work here or below. */
    boolean isWorkedOnHere() {
        synchronized (root) {
            boolean here = isCurrent(task) || isCurrent(lent);
            for (CancelNode child = firstChild; child != null && !here; child = child.next) {
                here = child.isWorkedOnHere();
            }
            return here;
        }
    }

    private static boolean isCurrent(@Nullable Task task) {
        return task != null && task.isCurrent();
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public boolean isCancelled() {
        return reason != null;
    }
}
