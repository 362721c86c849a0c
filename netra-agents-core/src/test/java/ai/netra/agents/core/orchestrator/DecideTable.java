package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Handoff;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.RouterTurn;
import ai.netra.agents.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables of what has happened and what is decided then, asked of {@code decide} alone; no agent is run.
 *
 * <p>What has happened is written as one word for each activation, in the order in which they ended: {@code a=one} gave "one", {@code a?} still runs,
 * {@code a!no} failed with "no", {@code a-} was skipped, {@code a*one} is degraded. What is decided is written as {@code start a b}, with the value that
 * an activation is handed in angle brackets and a message of its own in quotes, skips in parentheses; {@code wait}; {@code finish one}; or
 * {@code fail kind type}.
 */
final class DecideTable {
    static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    static final AgentKey<String> A = AgentKey.of("a", String.class);
    static final AgentKey<String> B = AgentKey.of("b", String.class);
    static final AgentKey<String> C = AgentKey.of("c", String.class);
    static final AgentKey<RouterDecision> ROUTER = AgentKey.of("router", RouterDecision.class);
    static final AgentKey<Integer> NUMBER = AgentKey.of("number", Integer.class);

    private static final Pattern WORD =
            Pattern.compile("(?<id>(?<agent>\\w+)([~\\[]\\d+]?)?)(?<how>[=*!?-])(?<text>.*)");

    private DecideTable() {}

    static <O> Agent<O> agent(AgentKey<O> key, Dependency<?>... dependencies) {
        return Agent.of(key, List.of(dependencies), (input, context) -> {
            throw new AssertionError("a decision runs no agent");
        });
    }

    static Progress.Recorder nothing() {
        return Progress.recorder(AgentInput.of("question"));
    }

    /** What an orchestrator decides when this has happened. */
    static String decided(Orchestrator<?> orchestrator, String happened) {
        return decided(orchestrator, AgentInput.of("question"), happened);
    }

    /** What it decides when it was given this, and this has happened. */
    static String decided(Orchestrator<?> orchestrator, AgentInput input, String happened) {
        Progress progress = progress(input, happened, DecideTable::given);
        return shown(orchestrator.decide(progress), progress);
    }

    static Progress progress(String happened) {
        return progress(AgentInput.of("question"), happened, DecideTable::given);
    }

    static Progress progress(AgentInput input, String happened, Reading reading) {
        Progress.Recorder recorder = Progress.recorder(input);
        for (String word : happened.split(" ", -1)) {
            Matcher matcher = WORD.matcher(word);
            if (matcher.matches()) {
                boolean hasOutput = "=*".contains(matcher.group("how"));
                end(
                        new ActivationId(matcher.group("id")),
                        reading.given(matcher.group("agent"), hasOutput ? matcher.group("text") : "0"),
                        matcher.group("how") + matcher.group("text"),
                        recorder);
            }
        }
        return recorder.progress();
    }

    /** Reads an output. */
    interface Reading {
        Given<?> given(String agent, String output);
    }

    /** An output of an agent. */
    record Given<O>(AgentKey<O> key, O output) {}

    /** What it decides when this has happened, where agents give handoffs: {@code to:b:message}, {@code done:output}. */
    static String decidedOnHandoffs(Orchestrator<?> orchestrator, String happened) {
        Progress progress = handoffs(happened);
        return shown(orchestrator.decide(progress), progress);
    }

    static Progress handoffs(String happened) {
        return progress(AgentInput.of("question"), happened, (agent, output) -> {
            String[] words = output.split(":", -1);
            return new Given<>(
                    handoffKey(agent),
                    switch (words[0]) {
                        case "to" ->
                            new Handoff.To<>(words[1], words.length > 2 ? Optional.of(words[2]) : Optional.empty());
                        default -> Handoff.done(words[words.length - 1]);
                    });
        });
    }

    static AgentKey<Handoff<String>> handoffKey(String agent) {
        return AgentKey.of(agent, new TypeRef<>() {});
    }

    /** Outputs are strings, but for those of {@link #NUMBER}, and of a router: {@code call:a:message}, {@code finish:message}. */
    private static Given<?> given(String name, String output) {
        return switch (name) {
            case "number" -> new Given<>(NUMBER, Integer.parseInt(output));
            case "router" -> new Given<>(ROUTER, routerDecision(output.split(":", -1)));
            default -> new Given<>(AgentKey.of(name, String.class), output);
        };
    }

    private static RouterDecision routerDecision(String... words) {
        Optional<String> last = words.length > 1 ? Optional.of(words[words.length - 1]) : Optional.empty();
        return switch (words[0]) {
            case "call" -> new RouterDecision.Call(words[1], last.filter(message -> words.length > 2));
            case "finish" -> new RouterDecision.Finish(last);
            case "give_up" -> new RouterDecision.GiveUp(last.orElseThrow());
            default -> new RouterDecision.Unreadable("it is not JSON.");
        };
    }

    private static <O> void end(ActivationId id, Given<O> given, String how, Progress.Recorder recorder) {
        recorder.started(id, given.key);
        switch (how.charAt(0)) {
            case '=' -> recorder.ended(id, given.key, new Outcome.Succeeded<>(given.output));
            case '*' -> recorder.ended(id, given.key, new Outcome.Degraded<>(given.output, failure("half done")));
            case '!' -> recorder.ended(id, given.key, failed(how.substring(1)));
            case '-' -> recorder.ended(id, given.key, new Outcome.Skipped<>("not wanted"));
            default -> {}
        }
    }

    static <O> Outcome<O> failed(String message) {
        return new Outcome.Failed<>(failure(message));
    }

    static Failure failure(String message) {
        return Failure.of(FailureKind.AGENT_ERROR, message);
    }

    /** A decision in words. */
    static String shown(Decision<?> decision, Progress progress) {
        return switch (decision) {
            case Decision.Start<?> start ->
                start.activations().stream()
                        .map(activation -> shown(activation, progress))
                        .collect(Collectors.joining(" ", "start ", ""));
            case Decision.Wait<?> wait -> "wait";
            case Decision.Finish<?> finish -> "finish " + finish.output();
            case Decision.Fail<?> fail ->
                "fail " + fail.failure().kind().label() + " " + fail.failure().type();
        };
    }

    private static String shown(Activation<?> activation, Progress progress) {
        if (activation.skipReason().isPresent()) {
            return "(" + activation.id() + ")";
        }
        return activation.id()
                + activation.message().map(message -> "'" + message + "'").orElse("")
                + activation
                        .previous()
                        .or(() -> activation.previousOutputOf().flatMap(progress::output))
                        .map(DecideTable::handed)
                        .orElse("");
    }

    private static String handed(Object previous) {
        if (previous instanceof Handoff.To<?> handoff) {
            return "<to " + handoff.agent() + ">";
        }
        if (!(previous instanceof RouterTurn turn)) {
            return "<" + previous + ">";
        }
        List<String> told = new ArrayList<>();
        if (turn.earlier() > 0) {
            told.add(turn.earlier() + " earlier");
        }
        turn.steps()
                .forEach(step -> told.add(step.agent() + " " + step.outcome().label()));
        turn.feedback().ifPresent(feedback -> told.add("rejected"));
        return "<" + String.join(", ", told) + ">";
    }

    static Failure failureOf(Decision<?> decision) {
        return decision instanceof Decision.Fail<?> fail ? fail.failure() : failure("no failure, but " + decision);
    }

    static List<Activation<?>> activations(Decision<?> decision) {
        return decision instanceof Decision.Start<?> start ? start.activations() : List.of();
    }
}
