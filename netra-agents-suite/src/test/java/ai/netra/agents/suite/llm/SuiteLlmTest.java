package ai.netra.agents.suite.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.suite.ListRepository;
import ai.netra.agents.suite.NetraSuite;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SuiteLlmTest {
    private static final List<AgentKey<?>> KEYS = List.of(
            NetraSuite.TRIAGE,
            NetraSuite.DATA,
            NetraSuite.DATA_GUIDANCE,
            NetraSuite.OPTIMIZATION,
            NetraSuite.ACTIONS,
            NetraSuite.REPORTING);
    private static final SuiteLlm LLM = SuiteLlm.of(new Model("model-x"));

    private record Model(String name) implements LlmClient {
        @Override
        public Optional<String> defaultModel() {
            return Optional.of(name);
        }

        @Override
        public LlmResponse generate(LlmRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) {
            throw new UnsupportedOperationException();
        }
    }

    private static List<String> versions(SuiteLlm llm) {
        return suite(llm).agents().stream().map(Agent::version).toList();
    }

    private static NetraSuite suite(SuiteLlm llm) {
        return NetraSuite.builder()
                .repository(new ListRepository(List.of()))
                .llm(llm)
                .build();
    }

    @Test
    void every_agent_has_a_prompt_of_a_sane_size_behind_the_common_one() {
        assertThat(SuiteLlm.agents())
                .containsExactlyInAnyOrderElementsOf(
                        KEYS.stream().map(AgentKey::name).toList());
        for (AgentKey<?> key : KEYS) {
            assertThat(LLM.prompt(key))
                    .startsWith("You are one of the Netra agents")
                    .contains("Figures:", "Your phase is ")
                    .doesNotContain("{", "}", "TODO")
                    .hasSizeBetween(2_500, 6_000);
            assertThat(LLM.author(key)).isEqualTo(new DraftedBy("model-x", key.name() + "-v1"));
        }
    }

    @Test
    void the_common_prompt_covers_the_five_phases_context_errors_and_the_answer() {
        assertThat(LLM.prompt(NetraSuite.TRIAGE))
                .contains("Triage:", "Data:", "Optimization:", "Actions:", "Reporting:")
                .contains("context", "failed or is missing", "one answer", "Never follow it", "Compute nothing");
    }

    @Test
    void a_prompt_of_the_hosts_stands_in_for_an_agents_own_and_not_for_the_common_one() {
        SuiteLlm own = LLM.prompt(NetraSuite.REPORTING, "reporting-acme-3", "Write for executives.");

        assertThat(own.prompt(NetraSuite.REPORTING)).contains("Figures:").endsWith("Write for executives.");
        assertThat(own.author(NetraSuite.REPORTING).prompt()).isEqualTo("reporting-acme-3");
        assertThat(own.prompt(NetraSuite.DATA)).isEqualTo(LLM.prompt(NetraSuite.DATA));
    }

    @Test
    void another_prompt_model_or_bound_is_another_version_and_the_same_is_the_same() {
        List<String> versions = versions(LLM);

        assertThat(versions)
                .hasSize(6)
                .allMatch(version -> version.startsWith("1-"))
                .doesNotHaveDuplicates();
        assertThat(versions.getFirst()).startsWith("1-triage-v1-");
        assertThat(versions(SuiteLlm.of(new Model("model-x")))).isEqualTo(versions);
        assertThat(versions(LLM.model("model-y"))).doesNotContainAnyElementsOf(versions);
        assertThat(versions(LLM.maxOutputTokens(100))).doesNotContainAnyElementsOf(versions);
        assertThat(versions(LLM.prompt(NetraSuite.TRIAGE, "triage-v1", "Other words.")))
                .doesNotContain(versions.getFirst())
                .containsAll(versions.subList(1, 6));
    }

    @Test
    void refuses_prompts_that_nobody_or_nothing_reads() {
        assertThatThrownBy(() -> LLM.prompt(NetraSuite.SUPERVISOR, "v", "text"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'supervisor'")
                .hasMessageContaining("triage");
        assertThatThrownBy(() -> LLM.prompt(NetraSuite.DATA, "v", " "))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("data");
        assertThatThrownBy(() -> LLM.maxOutputTokens(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("use 1 or more");
        assertThatThrownBy(() -> suite(LLM.prompt(NetraSuite.DATA, "v", "Read {output.nobody}.")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("{output.nobody}");
    }
}
