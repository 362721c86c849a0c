package ai.netra.agents.suite.cost;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadException;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays the recorded requests of a workload on other options: what they would cost, and how many replicas would serve them how fast.
 *
 * <pre>{@code
 * Optional<ReplayReport> report = WorkloadReplay.builder(repository, workload, range)
 *         .options(catalog.options())
 *         .current(catalog.require("frontier-large"))
 *         .targetP95(Duration.ofSeconds(1))
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p><b>Cost</b> is tokens times price, exact ({@link TokenCost}). <b>Capacity</b> is a simulation: requests arrive as recorded and wait, first come first
 * served, for one of {@code replicas x concurrency} slots, each of which serves a request in
 * {@code input / input speed + output / output speed}. It knows no batching effects beyond those in the stated speeds, no failures and no network. The
 * replica count is the least that keeps up (utilization below 1), or with a target the least whose 95th percentile of latency meets it.
 *
 * <p>All plans are evaluated in the same passes over the repository: one for cost, one more for capacity, and with a target a few more (at most 12 in all).
 * Memory does not grow with the number of requests.
 *
 * <p>Immutable; may be run several times and by several threads.
 */
public final class WorkloadReplay {
    private final WorkloadRepository repository;
    private final WorkloadId workload;
    private final TimeRange range;
    private final List<ReplayPlan> plans;
    private final Optional<ReplayPlan> current;
    private final ReplaySettings settings;

    private WorkloadReplay(Builder builder) {
        this.repository = builder.repository;
        this.workload = builder.workload;
        this.range = builder.range;
        this.plans = List.copyOf(builder.plans);
        this.current = Optional.ofNullable(builder.current);
        this.settings = new ReplaySettings(builder.growth, Optional.ofNullable(builder.targetP95));
    }

    /** A replay of the workload's requests in that range, to be given plans. */
    public static Builder builder(WorkloadRepository repository, WorkloadId workload, TimeRange range) {
        return new Builder(repository, workload, range);
    }

    /**
     * Reads the requests and evaluates the plans; empty if there is no request in the range.
     *
     * @throws WorkloadException if the repository fails or the thread is interrupted, or if the workload is loaded anew meanwhile
     */
    public Optional<ReplayReport> run() {
        List<PlanPools> pools =
                plans.stream().map(plan -> new PlanPools(plan, settings)).toList();
        ReplayPass first = new ReplayPass(range, settings.growth());
        read(first, pools, PlanPools::measure, range);
        if (first.requests() == 0) {
            return Optional.empty();
        }
        int passes = 1;
        while (anyBeginsPass(pools)) {
            ReplayPass next = new ReplayPass(range, settings.growth());
            read(next, pools, PlanPools::simulate, first.observed());
            if (next.requests() != first.requests() || next.fingerprint() != first.fingerprint()) {
                throw new WorkloadException("Workload '" + workload + "' had " + first.requests()
                        + " requests in one pass of a replay and " + next.requests()
                        + " (or other ones) in the next; it was loaded anew meanwhile, run the replay again.");
            }
            pools.forEach(PlanPools::endPass);
            passes++;
        }
        return Optional.of(new ReplayFigures(settings, first, passes).report(pools, current.map(ReplayPlan::name)));
    }

    private void read(ReplayPass pass, List<PlanPools> pools, BiConsumer<PlanPools, ReplayPass> step, TimeRange of) {
        Consumer<WorkloadRequest> action = request -> {
            pass.next(request);
            for (PlanPools plan : pools) {
                step.accept(plan, pass);
            }
        };
        repository.forEach(workload, of, action);
    }

    private static boolean anyBeginsPass(List<PlanPools> pools) {
        boolean any = false;
        for (PlanPools plan : pools) {
            any |= plan.beginPass();
        }
        return any;
    }

    /** Gathers what to replay; setters check at once. */
    public static final class Builder {
        private static final BigDecimal MOST_GROWTH = BigDecimal.valueOf(1_000);

        private final WorkloadRepository repository;
        private final WorkloadId workload;
        private final TimeRange range;
        private final List<ReplayPlan> plans = new ArrayList<>();
        private BigDecimal growth = BigDecimal.ONE;
        private @Nullable ReplayPlan current;
        private @Nullable Duration targetP95;

        private Builder(WorkloadRepository repository, WorkloadId workload, TimeRange range) {
            this.repository = Objects.requireNonNull(repository, "repository");
            this.workload = Objects.requireNonNull(workload, "workload");
            this.range = Objects.requireNonNull(range, "range");
        }

        /** Adds a plan; its name is not yet taken. */
        public Builder plan(ReplayPlan plan) {
            if (named(plan.name())) {
                throw new InvalidDefinitionException(
                        "The replay has two plans named '" + plan.name() + "'; rename one of them.");
            }
            plans.add(plan);
            return this;
        }

        /** Adds, for each option that is not in yet, the plan that serves everything by it. */
        public Builder options(List<SupplyOption> options) {
            for (SupplyOption option : options) {
                if (!named(option.name())) {
                    plan(ReplayPlan.allOn(option));
                }
            }
            return this;
        }

        /** Says which option serves everything today, without which no saving is claimed. */
        public Builder current(SupplyOption option) {
            return current(ReplayPlan.allOn(option));
        }

        /** Says which plan is in use today, without which no saving is claimed. It takes the place of a plan of its name. */
        public Builder current(ReplayPlan plan) {
            if (current != null) {
                throw new InvalidDefinitionException("The replay has '" + current.name()
                        + "' as its current plan and was given '" + plan.name() + "' too; name one.");
            }
            plans.removeIf(other -> other.name().equals(plan.name()));
            plans.add(0, plan);
            current = plan;
            return this;
        }

        /** The latency that at least 95 % of the requests should not exceed; more than zero. */
        public Builder targetP95(Duration latency) {
            if (latency.isZero() || latency.isNegative()) {
                throw new InvalidDefinitionException(
                        "The target latency is " + latency + "; give one above zero, such as PT0.5S.");
            }
            targetP95 = latency;
            return this;
        }

        /** Usage as a multiple of what was recorded, above 0 and up to 1,000: 1.5 has requests come 1.5 times as fast and cost 1.5 times as much. */
        public Builder growth(BigDecimal factor) {
            if (factor.signum() <= 0 || factor.compareTo(MOST_GROWTH) > 0) {
                throw new InvalidDefinitionException("The growth factor is " + factor
                        + "; give one above 0 and up to 1000, such as 1.5 for 50 % more.");
            }
            growth = factor;
            return this;
        }

        /** The replay; at least one plan was given. */
        public WorkloadReplay build() {
            if (plans.isEmpty()) {
                throw new InvalidDefinitionException(
                        "The replay of workload '" + workload + "' has no plan; add one, or the options of a catalog.");
            }
            return new WorkloadReplay(this);
        }

        private boolean named(String name) {
            return plans.stream().anyMatch(plan -> plan.name().equals(name));
        }
    }
}
