package ai.netra.agents.core.llm;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that asks another model where one fails. The first is asked as the request says, each of the others by the name of its own model, in order,
 * until one answers.
 *
 * <table>
 * <caption>Failures</caption>
 * <tr><th>failure</th><th>by default</th></tr>
 * <tr><td>{@code RateLimited}, {@code Unavailable}, {@code DeadlinePassed}</td><td>the next is asked</td></tr>
 * <tr><td>{@code InvalidRequest}, {@code ContextTooLong}, {@code Refused}, {@code Authentication}</td><td>thrown, unless
 *     {@link Builder#goingOnAfter} says otherwise</td></tr>
 * <tr><td>any of them in a stream of which a piece was handed on</td><td>thrown</td></tr>
 * <tr><td>an interrupt, any other exception, any {@link Error}</td><td>thrown</td></tr>
 * </table>
 *
 * <p>Which model answered is in the response, and so in the run's journal. It does not make the run's result degraded: it is the same agent's answer to the
 * same question. A {@link Listener} hears of each change-over.
 *
 * <p>Where none answers, the first failure is thrown, those of the others suppressed onto it; but a failure that may have cost something comes before one
 * that surely did not. What a failed call has cost is not known, and not in the usage of an answer that another one gave. The time of a call,
 * {@link ai.netra.agents.Limits#llmCallTime()}, is that of all of them together: give each client but the last a shorter deadline of its own.
 *
 * <p>Stateless but for its clients: a model that is down is asked each time, unless a {@link CircuitBreaker} around its client spares it. Thread-safe.
 */
public final class FallbackChain implements LlmClient {
    private static final Logger LOG = LoggerFactory.getLogger(FallbackChain.class);

    private final LlmClient first;
    private final List<Link> others;
    private final Predicate<? super LlmException> goingOn;
    private final Listener listener;

    private FallbackChain(Builder builder) {
        this.first = builder.first;
        this.others = List.copyOf(builder.others);
        this.goingOn = builder.goingOn;
        this.listener = builder.listener;
    }

    /** Builds a chain that begins with this client. */
    public static Builder builder(LlmClient first) {
        return new Builder(first);
    }

    /** Hears of change-overs. Implement me. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A model failed, and the next is about to be asked. Called on the thread of the call; so it must be brief. What it throws is logged.
         *
         * @param from the model that failed; empty where neither the request nor the client names it
         * @param failure why
         * @param to the model that is asked next
         */
        void changedOver(String from, LlmException failure, String to);
    }

    /** A client and the model it is asked for. */
    private record Link(LlmClient client, String model) {}

    /** The model that is asked first. */
    @Override
    public Optional<String> defaultModel() {
        return first.defaultModel();
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException where none answered
     */
    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return new Asking(request).ask(LlmClient::generate);
    }

    /**
     * {@inheritDoc}
     *
     * @throws LlmException where none answered, or one failed after a piece
     */
    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        Asking asking = new Asking(request);
        return asking.ask((client, asked) -> client.stream(asked, delta -> {
            asking.begun = true;
            onDelta.accept(delta);
        }));
    }

    /** Asks one client, whole or streamed. */
    @FunctionalInterface
    private interface Way {
        LlmResponse ask(LlmClient client, LlmRequest request) throws InterruptedException;
    }

    /** One call of the chain. */
    private final class Asking {
        private final LlmRequest request;
        private final List<LlmException> failures = new ArrayList<>();
        private boolean begun;

        private Asking(LlmRequest request) {
            this.request = request;
        }

        private LlmResponse ask(Way way) throws InterruptedException {
            LlmClient client = first;
            LlmRequest asked = request;
            for (Link next : others) {
                LlmException failure;
                try {
                    return way.ask(client, asked);
                } catch (LlmException thrown) {
                    failure = thrown;
                    failures.add(thrown);
                } catch (InterruptedException interrupted) {
                    throw spent(interrupted);
                }
                if (begun || !goingOn.test(failure)) {
                    throw cause();
                }
                tell(AskedModel.of(asked, client), failure, next.model());
                client = next.client();
                asked = request.withModel(next.model());
            }
            try {
                return way.ask(client, asked);
            } catch (LlmException thrown) {
                failures.add(thrown);
                throw cause();
            } catch (InterruptedException interrupted) {
                throw spent(interrupted);
            }
        }

        /** The failure that stands for all. */
        private LlmException cause() {
            LlmException cause = failures.stream()
                    .filter(failure -> !failure.isUnspent())
                    .findFirst()
                    .orElseGet(failures::getFirst);
            for (LlmException other : failures) {
                if (other != cause) {
                    cause.addSuppressed(other);
                }
            }
            return cause;
        }

        /** An interrupt that says that nothing was sent says so of the last client alone. */
        private InterruptedException spent(InterruptedException interrupted) {
            if (failures.stream().allMatch(LlmException::isUnspent)) {
                return interrupted;
            }
            InterruptedException spent = new InterruptedException(interrupted.getMessage());
            spent.initCause(interrupted);
            return spent;
        }
    }

    private void tell(String from, LlmException failure, String to) {
        try {
            listener.changedOver(from, failure, to);
        } catch (RuntimeException | Error thrown) {
            LOG.warn(
                    "listener {} failed on the change from model {} to {}; the call goes on",
                    listener.getClass().getName(),
                    from,
                    to,
                    thrown);
        }
    }

    /** Builds a {@link FallbackChain}. Not thread-safe. */
    public static final class Builder {
        private final LlmClient first;
        private final List<Link> others = new ArrayList<>();
        private Predicate<? super LlmException> goingOn = LlmException::isRetryable;
        private Listener listener = (from, failure, to) -> {};

        private Builder(LlmClient first) {
            this.first = first;
        }

        /**
         * Then asks this client for its own model.
         *
         * @throws InvalidDefinitionException if it does not know its model's name
         */
        public Builder then(LlmClient client) {
            @Nullable String model = client.defaultModel().orElse(null);
            if (model == null) {
                throw new InvalidDefinitionException("fallback " + (others.size() + 1) + ", a "
                        + client.getClass().getName()
                        + ", does not know the name of its model; name it with then(client, model)");
            }
            return then(client, model);
        }

        /**
         * Then asks this client for this model; the client may be one that is in the chain already.
         *
         * @throws InvalidDefinitionException if the name is blank
         */
        public Builder then(LlmClient client, String model) {
            if (model.isBlank()) {
                throw new InvalidDefinitionException(
                        "the model of fallback " + (others.size() + 1) + " is blank; name one");
            }
            others.add(new Link(client, model));
            return this;
        }

        /**
         * After which failures the next is asked; {@link LlmException#isRetryable()} by default. It is not asked of a failure after a stream's first
         * piece.
         *
         * <pre>{@code
         * .goingOnAfter(failure -> failure.isRetryable() || failure instanceof LlmException.ContextTooLong)
         * }</pre>
         */
        public Builder goingOnAfter(Predicate<? super LlmException> failures) {
            goingOn = failures;
            return this;
        }

        /** Who hears of change-overs; nobody by default. */
        public Builder listener(Listener newListener) {
            listener = newListener;
            return this;
        }

        /**
         * The chain.
         *
         * @throws InvalidDefinitionException if there is nothing to fall back to
         */
        public FallbackChain build() {
            if (others.isEmpty()) {
                throw new InvalidDefinitionException(
                        "a fallback chain of one client; add another with then(client), or use the client itself");
            }
            return new FallbackChain(this);
        }
    }
}
