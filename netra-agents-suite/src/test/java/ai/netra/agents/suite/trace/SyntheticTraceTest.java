package ai.netra.agents.suite.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.suite.workload.WorkloadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticTraceTest {
    @Test
    void the_bundled_sample_is_what_the_generator_makes_of_its_seed() throws IOException {
        try (InputStream sample = SyntheticTrace.class.getResourceAsStream("sample-trace.csv")) {
            String bundled = new String(Objects.requireNonNull(sample).readAllBytes(), StandardCharsets.UTF_8);

            assertThat(text(SyntheticTrace.sample())).isEqualTo(bundled);
        }
    }

    @Test
    void the_bundled_sample_reads_with_the_standard_columns() {
        List<WorkloadRequest> requests = new ArrayList<>();

        CsvTrace.bundledSample().forEach(requests::add);

        assertThat(requests).hasSize(2_000);
        assertThat(requests).isSortedAccordingTo(Comparator.comparing(WorkloadRequest::time));
    }

    @Test
    void the_same_seed_makes_the_same_trace_and_another_another() throws IOException {
        SyntheticTrace trace = SyntheticTrace.of(1, 50, Duration.ofHours(1));

        assertThat(text(trace)).isEqualTo(text(SyntheticTrace.of(1, 50, Duration.ofHours(1))));
        assertThat(text(trace)).isNotEqualTo(text(SyntheticTrace.of(2, 50, Duration.ofHours(1))));
    }

    @Test
    void detailed_columns_read_back_with_their_mapping(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("detailed.csv");
        SyntheticTrace trace =
                SyntheticTrace.of(1, 100, Duration.ofHours(1)).withColumns(SyntheticTrace.Columns.DETAILED);
        Files.writeString(file, text(trace));
        List<WorkloadRequest> requests = new ArrayList<>();

        CsvTrace.of(file, SyntheticTrace.detailedMapping()).forEach(requests::add);

        assertThat(requests).hasSize(100).allSatisfy(request -> {
            assertThat(request.model()).isPresent();
            assertThat(request.feature()).isPresent();
            assertThat(request.user()).isPresent();
            assertThat(request.error()).isPresent();
            assertThat(request.latency().orElseThrow())
                    .isGreaterThanOrEqualTo(request.timeToFirstToken().orElseThrow());
        });
    }

    @Test
    void refuses_an_empty_trace() {
        assertThatThrownBy(() -> SyntheticTrace.of(1, 0, Duration.ofHours(1))).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> SyntheticTrace.of(1, 1, Duration.ZERO)).hasMessageContaining("positive");
    }

    private static String text(SyntheticTrace trace) throws IOException {
        StringWriter text = new StringWriter();
        trace.writeTo(text);
        return text.toString();
    }
}
