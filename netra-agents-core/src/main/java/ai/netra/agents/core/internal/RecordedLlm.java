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
        return call(request, () -> Optional.ofNullable(client.generate(request)));
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        Run<?> run = context.inRun();
        return call(
                request,
                () -> Optional.ofNullable(client.stream(request, delta -> {
                    run.journal()
                            .live(
                                    context.agent().name(),
                                    context.path(),
                                    at -> new AgentEvent.LlmDeltaReceived(at, delta.text()));
                    onDelta.accept(delta);
                })));
    }

    private LlmResponse call(LlmRequest request, Callable<Optional<LlmResponse>> body) throws InterruptedException {
        Run<?> run = context.inRun();
        Step step = new Step(context.nextStep(), request.model().orElse(""), run.hash(request));
        ActivationContext.allowed(run.budget().llmCall());
        Duration limit = context.atMost(run.budget().limits().llmCallTime());
        try {
            LlmResponse response = context.task()
                    .within(limit, body)
                    .orElseThrow(() -> new NetraException(client.getClass().getName()
                            + " returned null in place of a response; return one or throw an LlmException"));
            run.budget().tokens(response.usage().inputTokens(), response.usage().outputTokens());
            record(step, Optional.of(response), Optional.empty());
            return response;
        } catch (TimeLimitException passed) {
            throw recorded(step, new LlmException.DeadlinePassed("no answer within " + limit, passed));
        } catch (InterruptedException interrupted) {
            throw recorded(step, interrupted);
        } catch (RuntimeException thrown) {
            throw recorded(step, thrown);
        } catch (Error thrown) {
            throw recorded(step, thrown);
        } catch (Exception thrown) { // a client in another language than Java may throw what it does not declare
            throw recorded(
                    step, new NetraException(client.getClass().getName() + " failed: " + thrown.getMessage(), thrown));
        }
    }

    private <T extends Throwable> T recorded(Step step, T thrown) {
        record(step, Optional.empty(), Optional.of(Failure.of(FailureKind.LLM_ERROR, thrown)));
        return thrown;
    }

    private void record(Step step, Optional<Object> response, Optional<Failure> failure) {
        Run<?> run = context.inRun();
        run.journal()
                .append(at -> new JournalEntry.Stepped(
                        step.id, JournalEntry.StepKind.LLM, step.model, step.requestHash, response, failure, at));
    }

    /** One call. */
    private record Step(StepId id, String model, String requestHash) {}
}
