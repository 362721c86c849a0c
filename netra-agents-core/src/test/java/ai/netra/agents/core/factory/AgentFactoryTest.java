package ai.netra.agents.core.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentFactoryTest {
    private static final AgentKey<String> TRIAGE = AgentKey.of("triage", String.class);
    private static final AgentKey<String> DATA = AgentKey.of("data", String.class);
    private static final AgentKey<String> SUPERVISOR = AgentKey.of("supervisor", String.class);

    /** A tool's arguments. */
    record Query(String workload) {}

    private static final ToolRegistry TOOLS =
            ToolRegistry.of(tool("get_workload_metrics"), tool("get_cost_data"), tool("validate_config"));

    private static Tool tool(String name) {
        return FunctionTool.of(name, "Says its name.", Query.class, (query, context) -> name);
    }

    private static <O> Agent<O> returning(AgentKey<O> key, O output) {
        return Agent.of(key, (input, context) -> output);
    }

    private static AgentFactory.Builder builder() {
        return AgentFactory.builder(TOOLS)
                .type(TRIAGE, factory -> returning(TRIAGE, "triage"))
                .type(DATA, factory -> returning(DATA, "data"), "get_workload_metrics", "get_cost_data")
                .type(
                        SUPERVISOR,
                        factory -> SequentialOrchestrator.of(SUPERVISOR)
                                .then(factory.createAgent(TRIAGE))
                                .endingIn(factory.createAgent(DATA)));
    }

    @Test
    void creates_an_agent_by_its_type_once() {
        AtomicInteger creations = new AtomicInteger();
        AgentFactory factory = AgentFactory.builder(TOOLS)
                .type(TRIAGE, any -> {
                    creations.incrementAndGet();
                    return returning(TRIAGE, "triage");
                })
                .build();
        assertThat(creations).hasValue(0);

        Agent<?> first = factory.createAgent("triage");

        assertThat(first.key()).isEqualTo(TRIAGE);
        assertThat(factory.createAgent("triage")).isSameAs(first);
        assertThat(factory.createAgent(TRIAGE)).isSameAs(first);
        assertThat(creations).hasValue(1);
    }

    @Test
    void creates_an_agent_once_however_many_threads_ask() throws InterruptedException {
        AtomicInteger creations = new AtomicInteger();
        AgentFactory factory = AgentFactory.builder(TOOLS)
                .type(TRIAGE, any -> {
                    creations.incrementAndGet();
                    return returning(TRIAGE, "triage");
                })
                .build();
        Set<Agent<?>> agents = ConcurrentHashMap.newKeySet();
        CountDownLatch ended = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            Thread.startVirtualThread(() -> {
                agents.add(factory.createAgent("triage"));
                ended.countDown();
            });
        }
        ended.await();

        assertThat(creations).hasValue(1);
        assertThat(agents).hasSize(1);
    }

    @Test
    void an_agent_may_be_made_of_others() {
        AgentFactory factory = builder().build();
        Agent<String> supervisor = factory.createAgent(SUPERVISOR);

        try (LocalAgentRuntime runtime = factory.grantTo(
                        LocalAgentRuntime.builder().tools(TOOLS))
                .register(supervisor)
                .build()) {
            assertThat(runtime.run(supervisor, RunRequest.of("hello")).orThrow())
                    .isEqualTo("data");
        }
        assertThat(((SequentialOrchestrator<String>) supervisor).agents())
                .containsExactly(factory.createAgent("triage"), factory.createAgent("data"));
    }

    @Test
    void gives_the_agents_of_all_types_in_the_order_of_registration() {
        AgentFactory factory = builder().build();

        assertThat(factory.types()).containsExactly("triage", "data", "supervisor");
        assertThat(factory.agents().keySet()).containsExactly("triage", "data", "supervisor");
        assertThat(factory.agents()).containsEntry("data", factory.createAgent("data"));
    }

    @Test
    void gives_the_tools_of_an_agent() {
        AgentFactory factory = builder().build();

        assertThat(factory.toolsForAgent("data").names()).containsExactly("get_workload_metrics", "get_cost_data");
        assertThat(factory.toolsForAgent("triage").names()).isEmpty();
    }

    @Test
    void grants_each_agent_its_tools_and_no_others() {
        AgentKey<List<String>> seeing = AgentKey.listOf("data", String.class);
        AgentFactory factory = AgentFactory.builder(TOOLS)
                .type(
                        seeing,
                        any -> Agent.of(
                                seeing,
                                (input, context) -> context.tools().specs().stream()
                                        .map(ToolSpec::name)
                                        .toList()),
                        "get_cost_data")
                .build();
        Agent<List<String>> agent = factory.createAgent(seeing);

        try (LocalAgentRuntime runtime = factory.grantTo(
                        LocalAgentRuntime.builder().tools(TOOLS))
                .register(agent)
                .build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello")).orThrow()).containsExactly("get_cost_data");
        }
    }

    @Test
    void rejects_an_unknown_type_and_names_those_there_are_and_the_nearest() {
        AgentFactory factory = builder().build();

        UnknownAgentTypeException unknown =
                catchThrowableOfType(UnknownAgentTypeException.class, () -> factory.createAgent("traige"));

        assertThat(unknown)
                .hasMessage("Unknown agent type: 'traige'; the types are triage, data, supervisor;"
                        + " did you mean 'triage'?");
        assertThat(unknown.type()).isEqualTo("traige");
        assertThat(unknown.known()).containsExactly("triage", "data", "supervisor");
        assertThatThrownBy(() -> factory.toolsForAgent("nobody"))
                .isInstanceOf(UnknownAgentTypeException.class)
                .hasMessage("Unknown agent type: 'nobody'; the types are triage, data, supervisor");
    }

    @Test
    void rejects_a_key_whose_outputs_are_of_another_type() {
        AgentFactory factory = builder().build();

        assertThatThrownBy(() -> factory.createAgent(AgentKey.of("data", Integer.class)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent type 'data'")
                .hasMessageContaining("java.lang.String, not java.lang.Integer");
    }

    @Test
    void rejects_two_types_of_one_name() {
        assertThatThrownBy(() -> builder().type(DATA, any -> returning(DATA, "again")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent type 'data' is registered twice");
    }

    @Test
    void rejects_a_tool_that_there_is_not_and_names_the_nearest() {
        assertThatThrownBy(
                        () -> AgentFactory.builder(TOOLS).type(DATA, any -> returning(DATA, "data"), "get_cost_date"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent type 'data'")
                .hasMessageContaining("'get_cost_date'")
                .hasMessageContaining("did you mean 'get_cost_data'?");
    }

    @Test
    void rejects_a_creator_of_another_agent() {
        AgentFactory factory = AgentFactory.builder(TOOLS)
                .type(DATA, any -> returning(TRIAGE, "triage"))
                .build();

        assertThatThrownBy(() -> factory.createAgent("data"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'data: java.lang.String'")
                .hasMessageContaining("'triage: java.lang.String'");
    }

    @Test
    void rejects_agents_that_need_each_other() {
        AgentFactory factory = AgentFactory.builder(TOOLS)
                .type(TRIAGE, f -> f.createAgent(DATA))
                .type(DATA, f -> f.createAgent(TRIAGE))
                .build();

        for (int attempt = 0; attempt < 2; attempt++) { // the first one leaves nothing behind
            assertThatThrownBy(() -> factory.createAgent("triage"))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("triage -> data -> triage");
        }
    }

    @Test
    void tries_again_when_a_creator_failed() {
        AtomicInteger creations = new AtomicInteger();
        AgentFactory factory = AgentFactory.builder(TOOLS)
                .type(TRIAGE, any -> {
                    if (creations.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return returning(TRIAGE, "triage");
                })
                .build();

        assertThatThrownBy(() -> factory.createAgent("triage")).hasMessage("not yet");
        assertThat(factory.createAgent("triage")).isNotNull();
    }
}
