package ai.netra.agents.core.internal;

import ai.netra.agents.Attributes;
import ai.netra.agents.Question;
import ai.netra.agents.QuestionExpiredException;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.tool.GuardedCall;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolAuditEvent;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tool.ToolVerdict;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.ToolGuard;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands between an agent and one call of a tool: it has the guard decide, asks people where that is what was decided, and keeps what was decided before
 * it takes place. A question that was asked once is answered before the call is made, whatever is decided later: neither a crash nor another version of a
 * policy makes a call out of one that people have not allowed.
 */
final class ToolGate {
    private static final int LONGEST_SHOWN = 10_000;
    private static final int LONGEST_NAME = 64;

    private final ActivationContext context;
    private final StepId step;
    private final String tool;
    private final Object arguments;
    private final String hash;
    private final ToolGuard guard;
    private boolean opened;

    ToolGate(ActivationContext context, StepId step, String tool, Object arguments, String hash) {
        this.context = context;
        this.step = step;
        this.tool = tool;
        this.arguments = arguments;
        this.hash = hash;
        this.guard = dispatcher().guard();
    }

    private ToolDispatcher dispatcher() {
        return context.inRun().engine().dispatcher();
    }

    /** Why a call may not be made; null where it may be. */
    @Nullable
    ToolResult refusal(@Nullable RecordedStep before) {
        String agent = context.agent().name();
        ToolSpec spec = dispatcher().granted(agent, tool).orElse(null);
        boolean asked = before != null && before.asked() != null;
        if (spec == null ? !guard.isAudited() : guard.isIdle(spec) && !asked) {
            return null;
        }
        if (spec == null) { // which the dispatcher says best
            return keeps(ToolAuditEvent.Kind.DENIED, "the tool is not granted") ? null : failed();
        }
        Optional<ToolArguments> fitting = dispatcher().arguments(agent, tool, arguments);
        if (fitting.isEmpty()) { // the same
            return keeps(ToolAuditEvent.Kind.DENIED, "the arguments do not fit") ? null : failed();
        }
        if (before != null && before.intended() != null) { // it was allowed
            return allowed("it was begun before");
        }
        ToolVerdict verdict = guard.decide(new GuardedCall(
                agent,
                context.user(),
                context.thread(),
                context.run(),
                spec,
                fitting.get(),
                context.inRun().isTainted() ? GuardedCall.Taint.TAINTED : GuardedCall.Taint.CLEAN,
                key(),
                context.inRun().engine().now()));
        return switch (verdict) {
            case ToolVerdict.Deny deny -> denied(deny);
            case ToolVerdict.Ask ask -> answer(ask.approval(), ask.reason(), before);
            case ToolVerdict.Allow allow
            when before != null && before.asked() != null ->
                answer(ToolApproval.validFor(Duration.ofHours(1)), "it was asked about before", before);
            case ToolVerdict.Allow allow -> allowed("");
        };
    }

    /** The call was made, and this is what it gave, or what is given instead where that could not be kept. */
    ToolResult ended(ToolResult result) {
        String how = result.error().map(error -> error.kind().label()).orElse("ok");
        return !opened || keeps(ToolAuditEvent.Kind.ENDED, how)
                ? result
                : failure(ToolErrorKind.GUARD_FAILED, "took place, and its result is withheld as the audit log failed");
    }

    /** The call was made, and nothing came of it. */
    void broke(Throwable thrown) {
        if (opened) {
            boolean unused = keeps(ToolAuditEvent.Kind.ENDED, thrown.getClass().getName());
        }
    }

    private @Nullable ToolResult allowed(String detail) {
        opened = keeps(ToolAuditEvent.Kind.ALLOWED, detail);
        return opened ? null : failed();
    }

    private ToolResult denied(ToolVerdict.Deny verdict) {
        if (!keeps(ToolAuditEvent.Kind.DENIED, verdict.reason())) {
            return failed();
        }
        return failure(
                ToolGuard.isFailure(verdict) ? ToolErrorKind.GUARD_FAILED : ToolErrorKind.DENIED,
                "was denied: " + verdict.reason());
    }

    private @Nullable ToolResult answer(ToolApproval approval, String reason, @Nullable RecordedStep before) {
        if ((before == null || before.asked() == null) && !keeps(ToolAuditEvent.Kind.ASKED, reason)) {
            return failed();
        }
        Question<Boolean> question = new Question<>(
                "Allow agent " + context.agent().name() + " to call tool " + tool + " with arguments " + hash + "?",
                Boolean.class,
                Attributes.of("tool", tool)
                        .with("arguments", shown())
                        .with("arguments_sha256", hash)
                        .with("user", context.user().value())
                        .with("reason", reason),
                Optional.of(approval.validFor()),
                approval.by());
        try {
            boolean yes = context.answer(step, question);
            JournalEntry.Answered answered = before == null ? null : before.answered();
            String by = answered == null ? "" : " by " + answered.by();
            if (!keeps(ToolAuditEvent.Kind.ANSWERED, (yes ? "allowed" : "not allowed") + by)) {
                return failed();
            }
            return !yes
                    ? refused("was not allowed")
                    : context.isExpired(before) ? refused("was allowed, but not made in time") : allowed(by);
        } catch (QuestionExpiredException expired) {
            return keeps(ToolAuditEvent.Kind.ANSWERED, "nobody, in time")
                    ? refused("was not allowed in time")
                    : failed();
        }
    }

    private ToolResult refused(String how) {
        return keeps(ToolAuditEvent.Kind.DENIED, how) ? failure(ToolErrorKind.DENIED, how) : failed();
    }

    private ToolResult failed() {
        return failure(ToolErrorKind.GUARD_FAILED, "was not made, as the audit log failed");
    }

    private ToolResult failure(ToolErrorKind kind, String how) {
        return ToolResult.failure(new ToolError(kind, "the call of tool '" + tool + "' " + how, ""));
    }

    private boolean keeps(ToolAuditEvent.Kind kind, String detail) {
        return !guard.isAudited()
                || guard.keeps(new ToolAuditEvent(
                        context.inRun().engine().now(),
                        kind,
                        context.user(),
                        context.thread(),
                        context.run(),
                        context.agent().name(),
                        tool.length() <= LONGEST_NAME ? tool : tool.substring(0, LONGEST_NAME) + "…",
                        argumentsHash(),
                        key(),
                        detail));
    }

    private String key() {
        return context.key(step, tool, hash);
    }

    /** The same for the same JSON, whoever wrote it. */
    private String argumentsHash() {
        try {
            String json = arguments instanceof String text
                    ? text
                    : context.inRun().engine().codec().encode(arguments);
            JsonText parsed = context.inRun().engine().codec().decode(json, JsonText.class);
            return context.inRun().engine().codec().sha256(parsed);
        } catch (JsonException noJson) {
            return "";
        }
    }

    /** Arguments for people to see, in canonical form. */
    private String shown() {
        String json = arguments instanceof String text
                ? text
                : context.inRun().engine().codec().canonical(arguments);
        return json.length() <= LONGEST_SHOWN ? json : json.substring(0, LONGEST_SHOWN) + "…";
    }
}
