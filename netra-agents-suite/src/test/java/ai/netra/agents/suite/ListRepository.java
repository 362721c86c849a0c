package ai.netra.agents.suite;

import ai.netra.agents.suite.workload.LoadReliability;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadField;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadProfile;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One workload in a list, whoever asks: what a host may implement itself. */
public record ListRepository(List<WorkloadRequest> requests) implements WorkloadRepository {
    @Override
    public Optional<WorkloadProfile> describe(WorkloadId workload) {
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        Map<WorkloadField, Long> points = new EnumMap<>(WorkloadField.class);
        for (WorkloadRequest request : requests) {
            points.merge(WorkloadField.TIME, 1L, Long::sum);
            points.merge(WorkloadField.INPUT_TOKENS, 1L, Long::sum);
            points.merge(WorkloadField.OUTPUT_TOKENS, 1L, Long::sum);
            request.user().ifPresent(user -> points.merge(WorkloadField.USER, 1L, Long::sum));
        }
        return Optional.of(new WorkloadProfile(
                workload,
                requests.size(),
                requests.getFirst().time(),
                requests.getLast().time(),
                points,
                new LoadReliability(requests.size(), 0, 0, 0)));
    }

    @Override
    public void forEach(WorkloadId workload, TimeRange range, Consumer<? super WorkloadRequest> action) {
        requests.stream().filter(request -> range.contains(request.time())).forEach(action);
    }
}
