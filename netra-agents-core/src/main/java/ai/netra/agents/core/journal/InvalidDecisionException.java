package ai.netra.agents.core.journal;

import ai.netra.agents.NetraException;

/** A decision that cannot be carried out; it ends its orchestrator as failed. */
final class InvalidDecisionException extends NetraException {
    private static final long serialVersionUID = 1L;

    InvalidDecisionException(String scope, String decision, String fix) {
        super("orchestrator " + scope + " decided " + decision + "; " + fix);
    }
}
