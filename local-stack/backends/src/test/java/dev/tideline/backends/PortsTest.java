package dev.tideline.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void aFreePortIsFree() {
        int port = Ports.free();
        assertThat(port).isBetween(20_000, 29_999);
        assertThatCode(() -> Ports.requireFree(port, "unused")).doesNotThrowAnyException();
        assertThat(PortHolder.of(port)).isEmpty();
    }

    @Test
    void aPortIsGivenOnceThoughNobodyListensOnItYet() {
        List<Integer> ports = IntStream.range(0, 300)
                .mapToObj(_ -> Ports.freeWith(100))
                .flatMap(port -> Stream.of(port, port + 100))
                .toList();
        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void aTakenPortIsRefusedWithTheNameOfItsHolder() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = holder.getLocalPort();
            assertThatExceptionOfType(BackendException.class)
                    .isThrownBy(() -> Ports.requireFree(port, "set --x"))
                    .withMessage("port " + port + " is taken by java (pid "
                            + ProcessHandle.current().pid() + "); set --x");
        }
    }

    @Test
    void aPortHeldOnAllAddressesIsTaken() throws IOException {
        try (ServerSocket holder = new ServerSocket(0)) {
            assertThat(Ports.isFree(holder.getLocalPort())).isFalse();
        }
    }
}
