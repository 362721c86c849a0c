package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.llm.ModelRouter;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRouterTest {
    /** Says its name and the model it was asked for. */
    private static LlmClient client(String name) {
        return new LlmClient() {
            @Override
            public LlmResponse generate(LlmRequest request) {
                return LlmResponse.of(name + " " + request.model().orElse("-"));
            }

            @Override
            public Optional<String> defaultModel() {
                return Optional.of("own-of-" + name);
            }
        };
    }

    private static ModelRouter.Builder builder() {
        return ModelRouter.builder()
                .provider("openai", client("gpt"))
                .models("claude-opus-*", client("opus"))
                .models("claude-*", client("claude"))
                .models("qwen3:8b", client("ollama"))
                .models("*-local", client("local"));
    }

    private static LlmRequest asking(String model) {
        return LlmRequest.of("hello").withModel(model);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        openai:gpt-5-mini, gpt gpt-5-mini
        openai:ft:gpt-5:acme, gpt ft:gpt-5:acme
        openai:claude-1, gpt claude-1
        claude-opus-4-5, opus claude-opus-4-5
        claude-sonnet-4-5, claude claude-sonnet-4-5
        claude-, claude claude-
        claude-x-local, claude claude-x-local
        x-local, local x-local
        qwen3:8b, ollama qwen3:8b
        """)
    void a_name_goes_to_its_client(String model, String asked) throws InterruptedException {
        ModelRouter router = builder().build();
        List<String> pieces = new ArrayList<>();

        assertThat(router.generate(asking(model)).text()).isEqualTo(asked);
        assertThat(router.stream(asking(model), piece -> pieces.add(piece.text()))
                        .text())
                .isEqualTo(asked);
        assertThat(pieces).containsExactly(asked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        opnai:gpt-5-mini | did you mean 'openai:gpt-5-mini'?
        qwen3:8c | did you mean 'qwen3:8b'?
        openai: | known are openai:*, claude-opus-*
        xclaude-1 | known are openai:*
        own-of-local-x | did you mean 'own-of-local'?
        my.model | no client is known for model 'my.model'; known are openai:*, claude-opus-*, claude-*, qwen3:8b, *-local
        """)
    void an_unknown_name_is_refused_with_the_nearest(String model, String hint) {
        assertThatThrownBy(() -> builder().build().generate(asking(model)))
                .isInstanceOfSatisfying(
                        LlmException.InvalidRequest.class,
                        refused -> assertThat(refused.isUnspent()).isTrue())
                .hasMessageContaining(hint);
    }

    @Test
    void a_request_without_a_name_asks_the_default_or_is_refused() throws InterruptedException {
        ModelRouter router = builder().defaultModel("openai:gpt-5").build();

        assertThat(router.defaultModel()).contains("openai:gpt-5");
        assertThat(router.generate(LlmRequest.of("hello")).text()).isEqualTo("gpt gpt-5");
        assertThatThrownBy(() -> builder().build().generate(LlmRequest.of("hello")))
                .isInstanceOf(LlmException.InvalidRequest.class)
                .hasMessageStartingWith("the request names no model, and the router has no default");
    }

    @Test
    void refuses_what_cannot_be_by_name() {
        assertThatThrownBy(() -> ModelRouter.builder().build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith("a router without clients");
        assertThatThrownBy(() -> builder().provider("openai", client("x")))
                .hasMessage("provider 'openai' of a router is there twice; leave one out or rename it");
        assertThatThrownBy(() -> builder().provider("a:b", client("x"))).hasMessageContaining("is malformed");
        assertThatThrownBy(() -> builder().models("claude-*", client("x"))).hasMessageContaining("is there twice");
        assertThatThrownBy(() -> builder().models(" ", client("x"))).hasMessageContaining("a blank pattern");
        assertThatThrownBy(() -> builder().defaultModel("opnai:x").build())
                .hasMessageContaining("did you mean 'openai:x'?");
    }
}
