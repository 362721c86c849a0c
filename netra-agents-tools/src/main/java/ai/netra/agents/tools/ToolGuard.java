package ai.netra.agents.tools;

import ai.netra.agents.tool.GuardedCall;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolAudit;
import ai.netra.agents.tool.ToolAuditEvent;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolPolicy;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tool.ToolVerdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides of each call whether it is made, and keeps what was decided: the tool's own approval, the rule for tainted runs, and a policy, the most restrictive of
 * them. Fails closed: a policy that throws denies, and what the audit log does not take does not happen. Immutable; as thread-safe as its parts.
 *
 * <p>The rule for tainted runs: a call of a {@link ToolLabel#DANGEROUS} tool is asked about, of the tool's approver or the run's own user, in a run that content
 * from outside has entered. It always holds.
 */
public final class ToolGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ToolGuard.class);
    private static final ToolApproval BY_USER = ToolApproval.validFor(Duration.ofHours(1));
    private static final String TAINTED = "content from outside has entered the run, and the tool is dangerous";
    private static final ToolPolicy NO_POLICY = request -> ToolVerdict.allow();
    private static final ToolVerdict POLICY_FAILED = ToolVerdict.deny("the policy for tools failed");
    private static final ToolAudit NO_AUDIT = event -> {};

    private final ToolPolicy policy;
    private final ToolAudit audit;

    ToolGuard(@Nullable ToolPolicy policy, @Nullable ToolAudit audit) {
        this.policy = policy == null ? NO_POLICY : policy;
        this.audit = audit == null ? NO_AUDIT : audit;
    }

    /** Whether calls of a tool need nothing but their grant, and nobody keeps them. */
    @SuppressWarnings("ReferenceEquality") // it is the one that says nothing, or another one
    public boolean isIdle(ToolSpec tool) {
        return policy == NO_POLICY
                && audit == NO_AUDIT
                && tool.approval().isEmpty()
                && !tool.labels().contains(ToolLabel.DANGEROUS);
    }

    /** Whether there is a log of what is decided. */
    @SuppressWarnings("ReferenceEquality") // as above
    public boolean isAudited() {
        return audit != NO_AUDIT;
    }

    /**
     * What is to become of a call. Keeps nothing.
     *
     * @return a denial whatever the policy throws
     */
    public ToolVerdict decide(GuardedCall request) {
        ToolVerdict verdict = request.tool()
                .approval()
                .map(approval -> ToolVerdict.ask(approval, "the tool is called by approval"))
                .orElse(ToolVerdict.allow());
        if (request.taint() == GuardedCall.Taint.TAINTED
                && request.tool().labels().contains(ToolLabel.DANGEROUS)) {
            verdict = verdict.and(ToolVerdict.ask(request.tool().approval().orElse(BY_USER), TAINTED));
        }
        try {
            return verdict.and(policy.decide(request));
        } catch (RuntimeException failed) { // a policy is foreign code, and may return null
            LOG.warn("The policy failed on {}; it is denied", request, failed);
            return POLICY_FAILED;
        }
    }

    /** Whether a verdict is that of a policy that failed. */
    @SuppressWarnings("ReferenceEquality") // it is that one, or another one of the same words
    public static boolean isFailure(ToolVerdict verdict) {
        return verdict == POLICY_FAILED;
    }

    /** Keeps an event, and says whether that worked. */
    public boolean keeps(ToolAuditEvent event) {
        try {
            audit.record(event);
            return true;
        } catch (RuntimeException failed) { // an audit log is foreign code
            LOG.warn("The audit log took no {} of tool {}, in run {}", event.kind(), event.tool(), event.run(), failed);
            return false;
        }
    }
}
