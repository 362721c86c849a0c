package ai.netra.agents.core.internal;

import ai.netra.agents.spi.Task;
import ai.netra.agents.tool.AgentTools;
import ai.netra.agents.tool.ToolRequest;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolDispatcher;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools as an activation sees them: the granted ones, each call counted, limited in time, told to listeners, and recorded. */
final class RecordedTools implements AgentTools {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedTools.class);

    private final ActivationContext context;

    RecordedTools(ActivationContext context) {
        this.context = context;
    }

    @Override
    public List<ToolSpec> specs() {
        return dispatcher().granted(context.agent().name());
    }

    @Override
    public ToolResult call(String tool, Object arguments) throws InterruptedException {
        return call(new ToolStep(context, tool, arguments));
    }

    @Override
    public ToolResult callJson(String tool, String argumentsJson) throws InterruptedException {
        return call(new ToolStep(context, tool, argumentsJson));
    }

    /** Those next to each other that may be made at once are; any other when all before it are over, since its tool, or people, may want to know. */
    @Override
    public List<ToolResult> callAll(List<ToolRequest> requests) throws InterruptedException {
        List<ToolResult> results = new ArrayList<>(requests.size());
        List<ToolStep> together = new ArrayList<>(requests.size());
        for (ToolRequest request : requests) {
            ToolStep step = new ToolStep(context, request.tool(), request.argumentsJson());
            if (step.isConcurrent()) {
                together.add(step);
            } else {
                callTogether(together, results);
                results.add(call(step));
            }
        }
        callTogether(together, results);
        return List.copyOf(results);
    }

    private ToolDispatcher dispatcher() {
        return context.inRun().engine().dispatcher();
    }

    private ToolResult call(ToolStep step) throws InterruptedException {
        if (step.prepare()) {
            step.work(context.task());
        }
        return step.result();
    }

    /** Makes calls at once, as far as they may be made: where people are asked about one, those before it are. */
    private void callTogether(List<ToolStep> steps, List<ToolResult> results) throws InterruptedException {
        List<ToolStep> open = new ArrayList<>(steps.size());
        try {
            for (ToolStep step : steps) {
                if (step.prepare()) {
                    open.add(step);
                }
            }
        } finally {
            work(open);
        }
        for (ToolStep step : steps) {
            results.add(step.result());
        }
        if (open.size() > 1) { // who waited for the others may have taken an interrupt
            context.checkTime();
        }
        steps.clear();
    }

    /** Makes calls, the first of them on this thread, and waits for all to end. */
    private void work(List<ToolStep> open) {
        if (open.isEmpty()) {
            return;
        }
        List<Task> others = new ArrayList<>(open.size() - 1);
        open.subList(1, open.size()).forEach(step -> fork(step, others));
        open.getFirst().work(context.task());
        others.forEach(this::join);
    }

    /** Waits for a call, however often this thread is interrupted: what interrupts it ends the call too. */
    private void join(Task other) {
        Site site = context.site();
        while (true) {
            try {
                other.join();
                return;
            } catch (InterruptedException again) {
                boolean unused = site.run().interrupted(site);
            }
        }
    }

    /** Makes a call on a thread of its own; where there is none to be had, on this one. */
    private void fork(ToolStep step, List<Task> others) {
        Site site = context.site();
        CancelNode node = site.node().child();
        try {
            others.add(site.run().engine().scheduler().fork(step.name(), task -> {
                node.bind(task);
                try {
                    site.run().context().run(() -> step.work(task));
                } finally {
                    node.end();
                }
            }));
        } catch (Throwable thrown) { // no memory for a thread, say
            node.end();
            LOG.warn("{} calls its tools one after the other", site.path(), thrown);
            step.work(context.task());
        }
    }
}
