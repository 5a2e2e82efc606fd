package dev.tideline.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.bench.GatewayHeap.Instances;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayHeapTest {

    @Test
    void aHistogramIsRead() {
        String histogram = """
                6833:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:        123456       98765432  [B (java.base@25)
                   2:            12            288  dev.tideline.gateway.store.Entry
                Total        123468       98765720
                """;
        assertThat(GatewayHeap.read(histogram))
                .hasSize(2)
                .containsEntry("[B", new Instances(123_456, 98_765_432))
                .containsEntry("dev.tideline.gateway.store.Entry", new Instances(12, 288));
    }

    @Test
    void aSampleCountsForTheInnermostCodeThatIsNotTheJdks() {
        assertThat(Frames.library(List.of("java.util.HashMap.get", "reactor.netty.X.a", "io.netty.Y.b")))
                .isEqualTo("Reactor Netty");
        assertThat(Frames.library(List.of("java.util.HashMap.get"))).isEqualTo("the JDK and others");
    }
}
