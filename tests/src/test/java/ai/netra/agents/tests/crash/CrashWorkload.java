package ai.netra.agents.tests.crash;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.StepFailedException;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.agent.LlmAgent;
import ai.netra.agents.core.orchestrator.BranchOutcomes;
import ai.netra.agents.core.orchestrator.LlmRouter;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.util.List;
import java.util.stream.Collectors;

/** What is run in processes that die. Every model call, tool call and step of a workload gives a value that no other of it gives. */
enum CrashWorkload {
    /** Models, tools of all effects, steps, and an agent that calls another. */
    SEQUENTIAL {
        @Override
        Orchestrator<String> flow(Reality reality) {
            return SequentialOrchestrator.of(FLOW)
                    .then(asking("asking", reality))
                    .then(ordering("ordering", reality))
                    .endingIn(writing("writing", reality));
        }
    },
    /** The same at once. */
    PARALLEL {
        @Override
        Orchestrator<String> flow(Reality reality) {
            return ParallelOrchestrator.all(FLOW)
                    .agent(asking("asking", reality))
                    .agent(ordering("ordering", reality))
                    .agent(writing("writing", reality))
                    .aggregating(CrashWorkload::joined);
        }
    },
    /** Rounds that build on each other. */
    LOOP {
        @Override
        Orchestrator<String> flow(Reality reality) {
            AgentKey<String> key = AgentKey.of("ordering", String.class);
            return LoopOrchestrator.of(FLOW)
                    .body(Agent.of(key, (input, context) -> {
                        int round =
                                input.previous(String.class).map(String::length).orElse(0) + 1;
                        ask(
                                context,
                                "draft " + round + " of "
                                        + Reality.message(context.run().value()));
                        call(context, "order", "part " + round);
                        once(context, reality, "charge " + round);
                        return "x".repeat(round);
                    }))
                    .until(text -> text.length() == 3)
                    .atMost(5);
        }
    },
    /** A model leads a team. */
    SUPERVISOR {
        @Override
        Orchestrator<String> flow(Reality reality) {
            return SupervisorOrchestrator.of(FLOW)
                    .agent(asking("asking", reality))
                    .agent(ordering("ordering", reality))
                    .agent(writing("writing", reality))
                    .router(LlmRouter::of)
                    .endingIn(AgentKey.of("writing", String.class));
        }
    },
    /** A model calls tools until it knows enough. */
    TOOLS {
        @Override
        Orchestrator<String> flow(Reality reality) {
            return SequentialOrchestrator.of(FLOW)
                    .then(LlmAgent.builder(AgentKey.of("tools", String.class))
                            .prompt("Use each tool once, and say what they gave.")
                            .build())
                    .endingIn(Agent.of(
                            AgentKey.of("receipt", String.class),
                            (input, context) ->
                                    input.previous(String.class).orElseThrow() + once(context, reality, "receipt")));
        }
    };

    static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);

    /** What stands for what was not repeated and gave something that is lost. */
    static final String LOST = "<lost>";

    private static final String[] TOOL_NAMES = {"lookup", "save", "order", "announce"};

    record Item(String item) {}

    /** What is run, which does things to the world. */
    abstract Orchestrator<String> flow(Reality reality);

    /** Tools, and who may use them. */
    static void setUp(LocalAgentRuntime.Builder runtime, Reality reality) {
        runtime.tools(ToolRegistry.of(
                FunctionTool.of(
                                "lookup",
                                "Looks it up.",
                                Item.class,
                                (item, context) ->
                                        reality.did(context.run().value(), "tool", "price of " + item.item()))
                        .effect(ToolEffect.READ),
                FunctionTool.of(
                                "save",
                                "Saves it.",
                                Item.class,
                                (item, context) -> reality.did(context.run().value(), "tool", "saved " + item.item()))
                        .effect(ToolEffect.IDEMPOTENT),
                FunctionTool.of("order", "Orders it.", Item.class, (item, context) -> {
                            reality.effect(new EffectReceiver.Attempt(
                                    context.idempotencyKey(), context.run().value(), "keyed order", item.item()));
                            return reality.did(context.run().value(), "tool", "ordered " + item.item());
                        })
                        .effect(ToolEffect.KEYED),
                FunctionTool.of("announce", "Announces it.", Item.class, (item, context) -> {
                            reality.effect(new EffectReceiver.Attempt(
                                    context.idempotencyKey(), context.run().value(), "tool announce", item.item()));
                            return reality.did(context.run().value(), "tool", onceOf("announced " + item.item()));
                        })
                        .effect(ToolEffect.ONCE)));
        for (String agent : List.of("asking", "ordering", "writing", "helper", "tools")) {
            runtime.grant(AgentKey.of(agent, String.class), TOOL_NAMES);
        }
    }

    /** What something gave that must not be repeated. */
    static String onceOf(String what) {
        return "<once:" + what + ">";
    }

    private static Agent<String> asking(String name, Reality reality) {
        return Agent.of(AgentKey.of(name, String.class), (input, context) -> {
            String run = context.run().value();
            String first = ask(context, name + " first, " + Reality.message(run));
            String found = call(context, "lookup", name);
            String noted = context.step(
                    "note", ToolEffect.READ, String.class, () -> reality.did(run, "step", name + " noted " + found));
            return ask(context, name + " second, " + Reality.message(run) + first + noted);
        });
    }

    private static Agent<String> ordering(String name, Reality reality) {
        return Agent.of(AgentKey.of(name, String.class), (input, context) -> {
            String first = call(context, "order", name + " 1");
            String charged = once(context, reality, "charge for " + name);
            return first + call(context, "order", name + " 2") + charged;
        });
    }

    private static Agent<String> writing(String name, Reality reality) {
        return Agent.of(AgentKey.of(name, String.class), (input, context) -> {
            String helped = context.call(asking("helper", reality), input);
            return helped + call(context, "save", name) + call(context, "announce", name);
        });
    }

    private static String ask(AgentContext context, String question) throws InterruptedException {
        return context.llm().generate(LlmRequest.of(question)).text();
    }

    private static String call(AgentContext context, String tool, String item) throws InterruptedException {
        return text(context.tools().call(tool, new Item(item)));
    }

    private static String text(ToolResult result) {
        return result.error()
                        .filter(error -> error.kind() == ToolErrorKind.RESULT_LOST)
                        .isPresent()
                ? LOST
                : result.as(String.class);
    }

    private static String once(AgentContext context, Reality reality, String name) throws InterruptedException {
        String run = context.run().value();
        try {
            return context.step(name, ToolEffect.ONCE, String.class, () -> {
                reality.effect(new EffectReceiver.Attempt(context.idempotencyKey(), run, "once step", name));
                return reality.did(run, "step", onceOf(name));
            });
        } catch (StepFailedException failed) {
            if (failed.failure().kind() == FailureKind.EFFECT_UNKNOWN) {
                return LOST;
            }
            throw failed;
        }
    }

    private static String joined(BranchOutcomes branches) {
        return branches.outcomes().stream()
                .flatMap(ended -> ended.outcome().output().stream())
                .map(Object::toString)
                .collect(Collectors.joining(" + "));
    }
}
