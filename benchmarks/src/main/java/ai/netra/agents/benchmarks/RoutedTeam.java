package ai.netra.agents.benchmarks;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A team of which a model picks the next agent, until it says that it is done; the output is that of the agent picked last. */
final class RoutedTeam implements Orchestrator<String> {
    static final String DONE = "done";
    private static final AgentKey<String> ROUTER = AgentKey.of("router", String.class);

    private final AgentKey<String> key;
    private final List<Agent<String>> team;
    private final Agent<String> router;
    private final String instructions;

    RoutedTeam(AgentKey<String> key, List<Agent<String>> team) {
        this.key = key;
        this.team = List.copyOf(team);
        this.router = Agent.of(
                ROUTER,
                team.stream()
                        .<Dependency<?>>map(agent -> Dependency.optional(agent.key()))
                        .toList(),
                this::route);
        this.instructions = team.stream()
                .map(agent -> agent.key().name())
                .collect(Collectors.joining(
                        ", ",
                        "Decide which agent to invoke next to address the request. Answer with its name, or with "
                                + DONE + " if no further agent is required. The agents are: ",
                        "."));
    }

    @Override
    public AgentKey<String> key() {
        return key;
    }

    @Override
    public List<Agent<?>> agents() {
        List<Agent<?>> all = new ArrayList<>(team);
        all.add(router);
        return all;
    }

    @Override
    public Decision<String> decide(Progress progress) {
        if (progress.last().map(last -> !last.key().equals(ROUTER)).orElse(true)) {
            return Decision.start(Activation.of(router).id(ActivationId.round(ROUTER, progress.started(ROUTER) + 1)));
        }
        String picked = progress.output(ROUTER).orElseThrow();
        if (picked.equals(DONE)) {
            List<ActivationOutcome<?>> outcomes = progress.outcomes();
            return Decision.finish((String)
                    outcomes.get(outcomes.size() - 2).outcome().output().orElseThrow());
        }
        return team.stream()
                .filter(agent -> agent.key().name().equals(picked))
                .findFirst()
                .<Decision<String>>map(agent -> Decision.start(Activation.of(agent)))
                .orElseThrow();
    }

    private String route(AgentInput input, AgentContext context) throws InterruptedException {
        LlmRequest.Builder request =
                LlmRequest.builder().system(instructions).user("The request is: " + input.message());
        for (ActivationOutcome<?> ended : input.outcomes()) {
            request.message(LlmMessage.assistant(ended.key().name()))
                    .user("The last response is: " + ended.outcome().output().orElseThrow());
        }
        return context.llm().generate(request.build()).text();
    }
}
