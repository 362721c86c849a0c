package ai.netra.agents.core.internal;

import ai.netra.agents.tool.AgentTools;
import ai.netra.agents.tool.ToolRequest;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools as an activation sees them: the granted ones. Of the calls of one answer those of tools that allow it are made beside each other, each run of
 * them between calls that are made in order. All have their ordinals, and people were asked about all, before the first begins.
 */
final class RecordedTools implements AgentTools {
    private final ActivationContext context;

    RecordedTools(ActivationContext context) {
        this.context = context;
    }

    @Override
    public List<ToolSpec> specs() {
        return context.inRun().engine().dispatcher().granted(context.agent().name());
    }

    @Override
    public ToolResult call(String tool, Object arguments) throws InterruptedException {
        return call(ToolStep.of(context, tool, arguments));
    }

    @Override
    public ToolResult callJson(String tool, String argumentsJson) throws InterruptedException {
        return call(ToolStep.ofJson(context, tool, argumentsJson));
    }

    private ToolResult call(ToolStep step) throws InterruptedException {
        step.prepare();
        return step.inOrder();
    }

    @Override
    public List<ToolResult> callAll(List<ToolRequest> requests) throws InterruptedException {
        List<ToolStep> steps = new ArrayList<>(requests.size());
        for (ToolRequest request : requests) {
            steps.add(ToolStep.ofJson(context, request.tool(), request.argumentsJson()));
        }
        prepare(steps);
        List<ToolResult> results = new ArrayList<>(steps.size());
        for (int from = 0; from < steps.size(); ) {
            int to = from + 1;
            while (steps.get(from).isConcurrent()
                    && to < steps.size()
                    && steps.get(to).isConcurrent()) {
                to++;
            }
            if (to == from + 1) {
                results.add(steps.get(from).inOrder());
            } else {
                results.addAll(ToolBatch.make(context, steps.subList(from, to)));
            }
            from = to;
        }
        return List.copyOf(results);
    }

    /** People are asked about all calls at once, and none is made before all have their answers. */
    private static void prepare(List<ToolStep> steps) throws InterruptedException {
        @Nullable Paused paused = null;
        for (ToolStep step : steps) {
            try {
                step.prepare();
            } catch (Paused waiting) {
                paused = waiting;
            }
        }
        if (paused != null) {
            throw paused;
        }
    }
}
