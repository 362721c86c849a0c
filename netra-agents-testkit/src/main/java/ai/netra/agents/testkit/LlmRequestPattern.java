package ai.netra.agents.testkit;

import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What a request to a model must look like: conditions that must all hold, each with its description, so that a near miss can be explained. Immutable;
 * each method returns a pattern with one condition more.
 */
public final class LlmRequestPattern {
    private static final LlmRequestPattern ANY = new LlmRequestPattern(List.of());

    private final List<Condition> conditions;

    private LlmRequestPattern(List<Condition> conditions) {
        this.conditions = conditions;
    }

    /** Every request. */
    public static LlmRequestPattern any() {
        return ANY;
    }

    /** The newest message of the user contains a text. */
    public LlmRequestPattern userMessageContains(String text) {
        return contains("the newest user message", text, request -> newest(request, LlmRole.USER));
    }

    /** The instructions, all system messages together, contain a text. */
    public LlmRequestPattern systemMessageContains(String text) {
        return contains("the system messages", text, LlmRequestPattern::system);
    }

    /** A tool of this name is offered. */
    public LlmRequestPattern offersTool(String name) {
        return where(
                "tool " + name + " is offered",
                request -> request.tools().stream().map(ToolSpec::name).anyMatch(name::equals));
    }

    /** A tool answered since the model was last asked: the last message holds a tool's answer that contains a text. */
    public LlmRequestPattern toolAnswered(String text) {
        return contains("the tools' newest answers", text, LlmRequestPattern::toolAnswers);
    }

    /** A condition of one's own. */
    public LlmRequestPattern where(String description, Predicate<? super LlmRequest> condition) {
        return and(new Condition(description, request -> condition.test(request) ? 1 : 0));
    }

    private LlmRequestPattern contains(
            String where, String text, java.util.function.Function<LlmRequest, String> read) {
        return and(new Condition(
                where + (where.endsWith("s") ? " contain " : " contains ") + Texts.quoted(text), request -> {
                    String actual = read.apply(request);
                    // a part of the text counts as a part of the condition, but never as the whole
                    return actual.contains(text)
                            ? 1
                            : 0.99 * Texts.longestCommon(text, actual).length() / text.length();
                }));
    }

    private LlmRequestPattern and(Condition condition) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(condition);
        return new LlmRequestPattern(List.copyOf(all));
    }

    boolean matches(LlmRequest request) {
        return conditions.stream().allMatch(condition -> condition.holds(request));
    }

    /** How near a request comes, from 0 to 1. */
    double nearness(LlmRequest request) {
        return conditions.stream()
                .mapToDouble(condition -> condition.degree().applyAsDouble(request))
                .average()
                .orElse(1);
    }

    /** What is missing in a request. */
    String misses(LlmRequest request) {
        return String.join(
                " and ",
                conditions.stream()
                        .filter(condition -> !condition.holds(request))
                        .map(Condition::description)
                        .toList());
    }

    /** The conditions, for messages. */
    @Override
    public String toString() {
        return conditions.isEmpty()
                ? "any request"
                : String.join(
                        " and ", conditions.stream().map(Condition::description).toList());
    }

    private static String newest(LlmRequest request, LlmRole role) {
        return request.messages().reversed().stream()
                .filter(message -> message.role() == role)
                .findFirst()
                .map(LlmMessage::text)
                .orElse("");
    }

    private static String system(LlmRequest request) {
        return String.join(
                "\n",
                request.messages().stream()
                        .filter(message -> message.role() == LlmRole.SYSTEM)
                        .map(LlmMessage::text)
                        .toList());
    }

    private static String toolAnswers(LlmRequest request) {
        return String.join(
                "\n",
                request.messages().getLast().parts().stream()
                        .filter(LlmPart.ToolAnswer.class::isInstance)
                        .map(part -> ((LlmPart.ToolAnswer) part).resultJson())
                        .toList());
    }

    /** One thing that must hold, and to what degree it does: 1 where it does. */
    private record Condition(String description, ToDoubleFunction<LlmRequest> degree) {
        boolean holds(LlmRequest request) {
            return degree.applyAsDouble(request) >= 1;
        }
    }
}
