package ai.netra.agents.core.json;

import ai.netra.agents.Attributes;
import ai.netra.agents.Limits;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import java.util.Optional;

/** A request in a journal. */
record RequestForm(
        String message,
        Attributes attributes,
        UserId user,
        Optional<ThreadId> thread,
        Optional<RunId> runId,
        Optional<Limits> limits,
        WhenBusy whenBusy) {
    static RequestForm of(RunRequest request) {
        return new RequestForm(
                request.message(),
                request.attributes(),
                request.user(),
                request.thread(),
                request.runId(),
                request.limits(),
                request.whenBusy());
    }

    RunRequest request() {
        RunRequest request =
                RunRequest.of(message).attributes(attributes).user(user.value()).whenBusy(whenBusy);
        request = thread.isPresent() ? request.thread(thread.get().value()) : request;
        request = runId.isPresent() ? request.runId(runId.get().value()) : request;
        return limits.isPresent() ? request.limits(limits.get()) : request;
    }
}
