package ai.netra.agents.tests.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.trace.CsvTrace;
import ai.netra.agents.tests.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred users run one supervisor instance at once, each on a trace of their own and all under the same workload id. */
final class TwoHundredUsersTest {
    private static final int USERS = 200;

    @TempDir
    Path folder;

    @Test
    void each_gets_only_their_own_numbers() throws Exception {
        try (Workloads workloads = Workloads.inMemory()) {
            for (int user = 0; user < USERS; user++) {
                workloads.load("user" + user, "mine", trace(user));
            }
            NetraSuite suite = NetraSuite.builder()
                    .repository(workloads.repository())
                    .catalog(JsonSupplyCatalog.bundled())
                    .build();
            try (LocalAgentRuntime runtime =
                    suite.registerWith(LocalAgentRuntime.builder()).build()) {
                List<RunHandle<Report>> handles = new ArrayList<>();
                for (int user = 0; user < USERS; user++) {
                    handles.add(runtime.start(
                            suite.supervisor(),
                            RunRequest.of("Optimize my workload for cost")
                                    .user("user" + user)
                                    .attribute("workload_id", "mine")));
                }
                for (int user = 0; user < USERS; user++) {
                    OrchestrationResult<Report> result = handles.get(user).result();
                    assertThat(result.success()).as("user %s: %s", user, result).isTrue();
                    assertThat(result.orThrow().fullReport())
                            .contains(String.format(Locale.ROOT, "%,d", requests(user)))
                            .contains(String.format(Locale.ROOT, "%,d", inputTokens(user)));
                    int neighbor = (user + 1) % USERS;
                    assertThat(result.orThrow().fullReport())
                            .doesNotContain(String.format(Locale.ROOT, "%,d", inputTokens(neighbor)));
                }
            }
        }
    }

    private static int requests(int user) {
        return 20 + user;
    }

    /** A total that no other user has, nor a part of it. */
    private static long inputTokens(int user) {
        return requests(user) * (100_003L + 1_009L * user);
    }

    private CsvTrace trace(int user) throws IOException {
        StringBuilder csv = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int i = 0; i < requests(user); i++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "2024-01-01 %02d:%02d:00,%d,%d%n",
                    i / 60,
                    i % 60,
                    100_003L + 1_009L * user,
                    7 + user));
        }
        return CsvTrace.of(Files.writeString(folder.resolve("user" + user + ".csv"), csv));
    }
}
