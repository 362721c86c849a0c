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
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.spi.TimeLimitException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The model client as an activation sees it: each call counted, its tokens and cost reserved and settled, limited in time, and recorded. One for each activation, made when it first asks. */
final class RecordedLlm implements LlmClient {
    private final LlmClient client;
    private final ActivationContext context;
    private final RequestMeter meter;

    RecordedLlm(LlmClient client, ActivationContext context) {
        this.client = client;
        this.context = context;
        this.meter = context.inRun().takeMeter(context.agent());
    }

    /** The activation is over. */
    void end() {
        context.inRun().returnMeter(context.agent(), meter);
    }

    @Override
    public Optional<String> defaultModel() {
        return client.defaultModel();
    }

    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        Call call = new Call(request);
        JournalEntry.Stepped before = call.before;
        return before == null ? call.make(() -> client.generate(call.request)) : replayed(before);
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        Call call = new Call(request);
        JournalEntry.Stepped before = call.before;
        if (before != null) {
            LlmResponse response = replayed(before);
            if (!response.text().isEmpty()) {
                onDelta.accept(new LlmDelta(response.text()));
            }
            return response;
        }
        boolean inPieces = context.inRun().engine().listeners().redaction().isNone();
        LlmResponse response = call.make(() -> client.stream(call.request, delta -> {
            call.answered = true;
            if (inPieces) {
                tell(delta.text());
            }
            onDelta.accept(delta);
        }));
        if (!inPieces && !response.text().isEmpty()) {
            tell(response.text()); // what is to be taken out may lie across pieces
        }
        return response;
    }

    private void tell(String text) {
        context.inRun()
                .journal()
                .live(context.agent().name(), context.path(), at -> new AgentEvent.LlmDeltaReceived(at, text));
    }

    /** What a call gave when the run was here before. */
    private static LlmResponse replayed(JournalEntry.Stepped before) {
        return (LlmResponse) before.result()
                .orElseThrow(() -> LlmFailures.of(before.failure().orElseThrow()));
    }

    /** Spends what a recorded call set aside, and settles it as its end says; without one it stays spent. */
    static void spend(Budget budget, LlmCharge charge, JournalEntry.@Nullable Stepped end, LlmPricing pricing) {
        budget.spent(charge);
        if (end == null) {
            return;
        }
        if (end.result().orElse(null) instanceof LlmResponse response) {
            settle(budget, charge, response, pricing);
        } else if (end.failure().isPresent()
                && isUnspent(LlmFailures.of(end.failure().get()))) {
            budget.release(charge);
        }
    }

    /** Charges what was counted, at the price of the model that answered; nothing for an answer from a cache. */
    private static void settle(Budget budget, LlmCharge charge, LlmResponse response, LlmPricing pricing) {
        if (response.cachedAt().isPresent()) {
            budget.release(charge);
        } else {
            budget.settle(charge.answeredBy(response.model(), pricing), response.usage());
        }
    }

    /** Spends what a recorded call counted, of which it is not recorded what it set aside. */
    static void spend(Budget budget, JournalEntry.Stepped call, LlmPricing pricing) {
        LlmUsage usage = call.result().orElse(null) instanceof LlmResponse response ? response.usage() : LlmUsage.NONE;
        spend(budget, LlmCharge.of(call.name(), usage.inputTokens(), usage.outputTokens(), pricing), call, pricing);
    }

    /** One call. */
    private final class Call {
        private final Run<?> run = context.inRun();
        private final LlmRequest request;
        private final StepId step;
        private final String model;
        private final String requestHash;
        private final LlmCharge charge;
        private final JournalEntry.@Nullable Stepped before;
        private boolean answered;

        /** Reserves what the call may take, unless it was made when the run was here before. */
        private Call(LlmRequest asked) throws InterruptedException {
            request = asked.withUser(run.user());
            step = context.nextStep();
            model = request.model().or(client::defaultModel).orElse("");
            RequestMeter.Measure measure = meter.of(request);
            requestHash = measure.hash();
            charge = LlmCharge.of(
                    model,
                    measure.tokens(),
                    request.maxOutputTokens().orElse(LlmCharge.USUAL_OUTPUT),
                    run.engine().pricing());
            before = ActivationContext.end(context.before(step, JournalEntry.StepKind.LLM, model, requestHash));
            if (before == null) {
                ActivationContext.allowed(run.budget().llmCall(charge));
                context.intend(new JournalEntry.Intended(
                        step,
                        JournalEntry.StepKind.LLM,
                        model,
                        requestHash,
                        charge.input(),
                        charge.output(),
                        Instant.EPOCH));
            }
        }

        private LlmResponse make(Callable<LlmResponse> body) throws InterruptedException {
            Duration limit = context.atMost(run.budget().limits().llmCallTime());
            try {
                LlmResponse response = present(context.task().within(limit, body));
                settle(run.budget(), charge, response, run.engine().pricing());
                record(Optional.of(response), Optional.empty());
                return response;
            } catch (TimeLimitException passed) {
                release(passed);
                throw recorded(new LlmException.DeadlinePassed("no answer within " + limit, passed));
            } catch (InterruptedException | RuntimeException | Error thrown) {
                context.noteInterrupt(thrown);
                release(thrown);
                recorded(thrown);
                throw thrown;
            } catch (Exception thrown) { // a client in another language than Java may throw what it does not declare
                throw recorded(
                        new NetraException(client.getClass().getName() + " failed: " + thrown.getMessage(), thrown));
            }
        }

        /** A client is foreign code: it may return null, whatever its signature says. */
        private LlmResponse present(@Nullable LlmResponse response) {
            if (response == null) {
                throw new NetraException(client.getClass().getName()
                        + " returned null in place of a response; return one or throw an LlmException");
            }
            return response;
        }

        /** Gives back what was reserved for a call that surely cost nothing. */
        private void release(Throwable thrown) {
            if (!answered && isUnspent(thrown)) {
                run.budget().release(charge);
            }
        }

        private <T extends Throwable> T recorded(T thrown) {
            record(Optional.empty(), Optional.of(Failure.of(FailureKind.LLM_ERROR, thrown)));
            return thrown;
        }

        private void record(Optional<Object> response, Optional<Failure> failure) {
            run.journal()
                    .appendStep(at -> new JournalEntry.Stepped(
                            step, JournalEntry.StepKind.LLM, model, requestHash, response, failure, at));
        }
    }

    /** Whether this says that the request was not sent, or cost nothing: itself, or by what an interrupted client suppressed onto it. */
    private static boolean isUnspent(Throwable thrown) {
        if (thrown instanceof LlmException failure) {
            return failure.isUnspent();
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (isUnspent(suppressed)) {
                return true;
            }
        }
        return false;
    }
}
