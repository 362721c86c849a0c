package ai.netra.agents.suite.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.suite.workload.WorkloadField;
import org.junit.jupiter.api.Test;

class ColumnMappingTest {
    @Test
    void keeps_the_default_of_what_is_not_said() {
        ColumnMapping mapping = ColumnMapping.parse("time=ts, model = Model Name");

        assertThat(mapping.column(WorkloadField.TIME)).contains("ts");
        assertThat(mapping.column(WorkloadField.INPUT_TOKENS)).contains("ContextTokens");
        assertThat(mapping.column(WorkloadField.MODEL)).contains("Model Name");
        assertThat(mapping.column(WorkloadField.USER)).isEmpty();
    }

    @Test
    void reads_back_what_it_writes() {
        ColumnMapping mapping = SyntheticTrace.detailedMapping();

        assertThat(ColumnMapping.parse(mapping.toString()).columns()).isEqualTo(mapping.columns());
    }

    @Test
    void offers_the_nearest_key() {
        assertThatThrownBy(() -> ColumnMapping.parse("latencyms=ms"))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("'latencyms'")
                .hasMessageContaining("Did you mean 'latency_ms'?");
    }

    @Test
    void refuses_a_part_without_an_equals_sign() {
        assertThatThrownBy(() -> ColumnMapping.parse("time"))
                .hasMessageContaining("'time'")
                .hasMessageContaining("key=column");
    }

    @Test
    void refuses_a_key_said_twice() {
        assertThatThrownBy(() -> ColumnMapping.parse("time=a,time=b")).hasMessageContaining("twice");
    }

    @Test
    void refuses_a_blank_column() {
        assertThatThrownBy(() -> ColumnMapping.parse("time= ")).hasMessageContaining("time=NAME");
    }
}
