package ai.netra.agents.suite.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.cost.ReplayReport;
import ai.netra.agents.suite.cost.WorkloadReplay;
import ai.netra.agents.suite.trace.CsvTrace;
import ai.netra.agents.suite.workload.ListWorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadProfile;
import ai.netra.agents.suite.workload.WorkloadRequest;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What agents put into their outputs goes through the journal as JSON. */
class StatisticsJsonTest {
    private final ListWorkloadRepository repository = ListWorkloadRepository.of(sample());
    private final WorkloadProfile profile =
            repository.describe(ListWorkloadRepository.ID).orElseThrow();
    private final JsonCodec codec = JsonCodec.standard();

    @Test
    void a_profile_survives_json() {
        assertThat(codec.decode(codec.encode(profile), WorkloadProfile.class)).isEqualTo(profile);
    }

    @Test
    void statistics_survive_json_in_the_products_names() {
        WorkloadStatistics statistics = WorkloadStatistics.of(repository, ListWorkloadRepository.ID, profile.range())
                .orElseThrow();

        String json = codec.encode(statistics);

        assertThat(json).contains("\"unit\":\"requests_per_second\"").contains("\"input_tokens\":{");
        assertThat(codec.decode(json, WorkloadStatistics.class)).isEqualTo(statistics);
    }

    @Test
    void a_replay_report_survives_json() {
        ReplayReport report = WorkloadReplay.builder(repository, ListWorkloadRepository.ID, profile.range())
                .options(JsonSupplyCatalog.bundled().options())
                .targetP95(Duration.ofSeconds(1))
                .build()
                .run()
                .orElseThrow();

        assertThat(codec.decode(codec.encode(report), ReplayReport.class)).isEqualTo(report);
    }

    private static List<WorkloadRequest> sample() {
        List<WorkloadRequest> requests = new ArrayList<>();
        CsvTrace.bundledSample().forEach(requests::add);
        return requests;
    }
}
