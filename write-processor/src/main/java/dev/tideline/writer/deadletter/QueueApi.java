package dev.tideline.writer.deadletter;

import dev.tideline.writer.WriterSettings.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /queue}: how many accepted writes wait, by partition, and what stands beside the queue. */
@RestController
class QueueApi {

    private final QueueBook queue;
    private final DeadLetterBook letters;
    private final Operators operators;

    QueueApi(QueueBook queue, DeadLetterBook letters, Operators operators) {
        this.queue = queue;
        this.letters = letters;
        this.operators = operators;
    }

    @GetMapping("/queue")
    ResponseEntity<Object> depth(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        return operators.admit(authorization, Role.VIEW, operator -> {
            try {
                return ResponseEntity.ok(document(queue.partitions()));
            } catch (ExecutionException | KafkaException away) {
                return Problem.of(503, "queue-away", "Kafka does not answer", "Ask again shortly.");
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Problem.of(503, "stopping", "This service is stopping", "Ask again shortly.");
            }
        });
    }

    private Map<String, Object> document(List<QueueBook.Partition> partitions) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "waiting",
                partitions.stream().mapToLong(QueueBook.Partition::waiting).sum());
        document.put("parked", queue.parked());
        document.put("letters", letters.causes());
        document.put("partitions", partitions);
        return document;
    }
}
