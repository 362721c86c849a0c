package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationId;
import ai.netra.agents.spi.Task;
import org.jspecify.annotations.Nullable;

/** Where an activation takes place, and for which attempt. */
class Site {
    private final Run<?> run;
    private final @Nullable Site parent;
    private final ActivationId id;
    private final int attempt;
    private final int depth;
    private final long deadline;
    private final CancelNode node;
    private final Task task;
    private final boolean called;
    private @Nullable String path;
    private volatile boolean acted;
    private volatile boolean recalled;

    private Site(
            Run<?> run,
            @Nullable Site parent,
            ActivationId id,
            int attempt,
            int depth,
            long deadline,
            CancelNode node,
            Task task,
            boolean called) {
        this.run = run;
        this.parent = parent;
        this.id = id;
        this.attempt = attempt;
        this.depth = depth;
        this.deadline = deadline;
        this.node = node;
        this.task = task;
        this.called = called;
    }

    /** The site of a run's own orchestrator. */
    static Site root(Run<?> run, ActivationId id, long deadline, CancelNode node, Task task) {
        return new Site(run, null, id, 1, 1, deadline, node, task, false);
    }

    /**
     * The site of an activation that an orchestrator here starts.
     *
     * @param innerDepth how many orchestrators and calls it stands below, itself included where it is one
     * @param innerDeadline when it is over at the latest, by the scheduler's {@code nanoTime}
     * @param innerNode its place in the tree of cancellation
     * @param innerTask the thread that works for it
     */
    Site activation(ActivationId inner, int innerDepth, long innerDeadline, CancelNode innerNode, Task innerTask) {
        return new Site(
                run, this, inner, 1, innerDepth, innerDeadline, innerNode, innerTask, called && task.isCurrent());
    }

    /** The site of an agent that the agent here calls by a step of its own, on its own thread. */
    Site call(String step, ActivationId agent, long innerDeadline) {
        Site site = new Site(run, this, agent, 1, depth + 1, innerDeadline, node, task, true);
        site.path = step + "/" + agent.value();
        return site;
    }

    /** The same site for one of several attempts, which may have less time. */
    Site attempt(int number, long newDeadline) {
        return new OfAttempt(this, number, newDeadline);
    }

    /** What all attempts share. */
    Site origin() {
        return this;
    }

    /** The site of one attempt. */
    private static final class OfAttempt extends Site {
        private final Site origin;

        private OfAttempt(Site first, int number, long newDeadline) {
            super(first.run, first, first.id, number, first.depth, newDeadline, first.node, first.task, first.called);
            super.path = first.path();
            this.origin = first.origin();
        }

        @Override
        Site origin() {
            return origin;
        }
    }

    Run<?> run() {
        return run;
    }

    ActivationId id() {
        return id;
    }

    /** Attempts count from 1; a retry is a new attempt. */
    int attempt() {
        return attempt;
    }

    /** The activation's path from the run's own agent; made when it is first asked for, since most never are. */
    String path() {
        String known = path;
        if (known == null) {
            known = parent == null ? id.value() : parent.scope() + "/" + id.value();
            path = known;
        }
        return known;
    }

    /** The path of an orchestrator's attempt, below which its activations stand. */
    String scope() {
        return attempt == 1 ? path() : path() + "!" + attempt;
    }

    int depth() {
        return depth;
    }

    long deadline() {
        return deadline;
    }

    CancelNode node() {
        return node;
    }

    Task task() {
        return task;
    }

    /** Whether it is part of an agent's call on this same thread, so that the thread is under that agent's time limit. */
    boolean isInCall() {
        return called;
    }

    /** Whether it is the run's own. */
    boolean isRoot() {
        return parent == null;
    }

    /** Notes that something here acted on the world in a way that must not be repeated, which is so for all that this is part of. */
    void act() {
        for (Site site = this; site != null; site = site.parent) {
            site.acted = true;
        }
    }

    /** Whether something here acted in a way that must not be repeated. */
    boolean hasActed() {
        return acted;
    }

    /** Notes that something here asked what was said before, which is so for all that this is part of. */
    void recall() {
        for (Site site = this; site != null; site = site.parent) {
            site.origin().recalled = true;
        }
    }

    /** Whether what is made here may follow from what was said before, so that it answers nobody else. */
    boolean mayRecall() {
        return origin().recalled
                || (run.inNamedThread() && !run.past().isNone()); // what a run did earlier is not known
    }

    /** Whether this is a site, or stands within it. */
    @SuppressWarnings("ReferenceEquality") // sites are themselves
    boolean isWithin(Site enclosing) {
        for (Site site = this; site != null; site = site.parent) {
            if (site == enclosing) {
                return true;
            }
        }
        return false;
    }

    /** The time left, in nanoseconds; zero or less if none is. */
    long remaining() {
        return deadline - run.engine().nanoTime();
    }
}
