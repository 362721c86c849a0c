package ai.netra.agents.suite.workload;

import ai.netra.agents.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One workload from a list, which counts how often it is read. */
public final class ListWorkloadRepository implements WorkloadRepository {
    public static final WorkloadId ID = WorkloadId.of(UserId.LOCAL, "listed");

    private final List<WorkloadRequest> requests;
    private final AtomicInteger reads = new AtomicInteger();

    private ListWorkloadRepository(List<WorkloadRequest> requests) {
        this.requests = requests;
    }

    public static ListWorkloadRepository of(List<WorkloadRequest> requests) {
        List<WorkloadRequest> inOrder = new ArrayList<>(requests);
        inOrder.sort(Comparator.comparing(WorkloadRequest::time));
        return new ListWorkloadRepository(inOrder);
    }

    public int reads() {
        return reads.get();
    }

    @Override
    public Optional<WorkloadProfile> describe(WorkloadId workload) {
        if (requests.isEmpty() || !workload.equals(ID)) {
            return Optional.empty();
        }
        LoadTally tally = new LoadTally();
        requests.forEach(tally::add);
        return Optional.of(tally.figures(tally.duplicates()).profile(ID));
    }

    @Override
    public void forEach(WorkloadId workload, TimeRange range, Consumer<? super WorkloadRequest> action) {
        reads.incrementAndGet();
        requests.stream()
                .filter(request -> workload.equals(ID) && range.contains(request.time()))
                .forEach(action);
    }
}
