package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.NetraException;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.TimeLimitException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The model client as an activation sees it: each call counted, limited in time, and recorded. */
final class RecordedLlm implements LlmClient {
    private final LlmClient client;
    private final ActivationContext context;

    RecordedLlm(LlmClient client, ActivationContext context) {
        this.client = client;
        this.context = context;
    }

    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return call(request, () -> client.generate(request));
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        Run<?> run = context.inRun();
        return call(
                request,
                () -> client.stream(request, delta -> {
                    run.journal()
                            .live(
                                    context.agent().name(),
                                    context.path(),
                                    run.engine().now(),
                                    at -> new AgentEvent.LlmDeltaReceived(at, delta.text()));
                    onDelta.accept(delta);
                }));
    }

    private LlmResponse call(LlmRequest request, Callable<@Nullable LlmResponse> body) throws InterruptedException {
        Run<?> run = context.inRun();
        StepId step = context.nextStep();
        ActivationContext.allowed(run.budget().llmCall());
        Duration limit = context.atMost(run.budget().limits().llmCallTime());
        try {
            LlmResponse response = context.task().within(limit, body);
            if (response == null) {
                throw new NetraException(
                        client.getClass().getName() + " returned null in place of a response; return one or throw an LlmException");
            }
            run.budget().tokens(response.usage().inputTokens(), response.usage().outputTokens());
            record(step, request, response, null);
            return response;
        } catch (TimeLimitException passed) {
            LlmException.DeadlinePassed late = new LlmException.DeadlinePassed("no answer within " + limit, passed);
            record(step, request, null, late);
            throw late;
        } catch (InterruptedException | RuntimeException | Error thrown) {
            record(step, request, null, thrown);
            throw thrown;
        } catch (Exception thrown) { // a client in another language than Java may throw what it does not declare
            record(step, request, null, thrown);
            throw new NetraException(client.getClass().getName() + " failed: " + thrown.getMessage(), thrown);
        }
    }

    private void record(
            StepId step, LlmRequest request, @Nullable LlmResponse response, @Nullable Throwable thrown) {
        Run<?> run = context.inRun();
        run.journal()
                .append(new JournalEntry.Stepped(
                        step,
                        JournalEntry.StepKind.LLM,
                        request.model().orElse(""),
                        run.hash(request),
                        Optional.ofNullable(response),
                        Optional.ofNullable(thrown).map(t -> Failure.of(FailureKind.LLM_ERROR, t)),
                        run.engine().now()));
    }
}
