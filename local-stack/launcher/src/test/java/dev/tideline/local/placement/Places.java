package dev.tideline.local.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The bytes of a running stack, by the name of the place where they are. */
final class Places {

    /** What gateways of every region read. */
    private static final List<String> SHARED_TOPICS =
            List.of("tideline.purges", "tideline.gateway-status", "tideline.changes", "tideline.replicas");

    private final LocalStack stack;
    private final Workspace workspace;
    private final List<Part> services;

    /** @param settings of the running stack */
    Places(LocalStack stack, StackSettings settings) {
        this.stack = stack;
        this.workspace = new Workspace(settings.directory());
        this.services = settings.parts().stream().filter(Part::isService).toList();
    }

    /** All of a cell: its Kafka, Postgres and Redis, its logs and metrics. */
    Map<String, byte[]> everything(Part redis) {
        Map<String, byte[]> places = new LinkedHashMap<>();
        places.put(redis.title(), redis(redis));
        places.put("kafka", topic(""));
        places.put("postgres", postgres());
        logsAndMetrics(places);
        return places;
    }

    /** Redis and gateway of us, the topics every region reads, and all logs and metrics there are. */
    Map<String, byte[]> outsideTheHome() {
        Map<String, byte[]> places = new LinkedHashMap<>();
        places.put("redis-us", redis(Part.REDIS_US));
        SHARED_TOPICS.forEach(topic -> places.put(topic, topic(topic)));
        logsAndMetrics(places);
        return places;
    }

    /** What nobody can take a record out of: Kafka, and each Redis, whose snapshots and replicas may be anywhere. */
    Map<String, byte[]> keptForDays() {
        Map<String, byte[]> places = new LinkedHashMap<>();
        places.put("kafka", topic(""));
        places.put("redis-eu", redis(Part.REDIS_EU));
        places.put("redis-us", redis(Part.REDIS_US));
        logsAndMetrics(places);
        return places;
    }

    /** Leaves a text in the Redis of us, in each topic that {@link #outsideTheHome()} has, and among the logs. */
    void plant(String text) {
        command(Part.REDIS_US, "SET planted " + text);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.addresses().kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String topic : SHARED_TOPICS) {
                producer.send(new ProducerRecord<>(topic, "planted".getBytes(UTF_8), text.getBytes(UTF_8)))
                        .get();
            }
            String hidden = Base64.getEncoder().encodeToString(("{" + text + "}").getBytes(UTF_8));
            Files.writeString(workspace.logs().resolve("planted.log"), hidden);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void logsAndMetrics(Map<String, byte[]> places) {
        files(workspace.logs(), file -> true).forEach(file -> places.put("log " + file.getFileName(), read(file)));
        for (Part part : services) {
            places.put("metrics of " + part.title(), metrics(part));
        }
    }

    byte[] postgres() {
        return all(files(workspace.data(Part.POSTGRES), file -> true));
    }

    byte[] redisOfUs() {
        return redis(Part.REDIS_US);
    }

    /** The whole data set as a file, without the compression that would hide text. */
    private byte[] redis(Part part) {
        command(part, "CONFIG SET rdbcompression no");
        command(part, "SAVE");
        return all(files(workspace.data(part), file -> true));
    }

    private void command(Part redis, String command) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stack.addresses().port(redis))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            if (!line.toString().startsWith("+OK")) {
                throw new IllegalStateException(command + " was answered " + line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of all topics whose name begins so. Beside them are indexes: megabytes of offsets, and zeros. */
    byte[] topic(String name) {
        return all(files(
                workspace.data(Part.KAFKA),
                file -> file.toString().endsWith(".log")
                        && String.valueOf(file.getParent().getFileName()).startsWith(name)));
    }

    byte[] metrics(Part part) {
        URI url = URI.create("http://127.0.0.1:" + stack.addresses().managementPort(part) + "/actuator/prometheus");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path root, Predicate<Path> wanted) {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).filter(wanted).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] all(List<Path> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        files.forEach(file -> bytes.writeBytes(read(file)));
        return bytes.toByteArray();
    }

    /** Empty where the file has gone meanwhile: Postgres makes and drops some all the time. */
    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a text stands anywhere in these bytes, as it is or within something in base64. */
    static boolean has(byte[] bytes, String text) {
        byte[] wanted = text.getBytes(UTF_8);
        boolean found = contains(bytes, wanted);
        for (int before = 0; before < 3; before++) {
            found = found || contains(bytes, base64(wanted, before));
        }
        return found;
    }

    /** What of a text's base64 form is the same whatever follows it, and whatever stands so many bytes before it. */
    private static byte[] base64(byte[] text, int before) {
        byte[] shifted = new byte[before + text.length];
        System.arraycopy(text, 0, shifted, before, text.length);
        byte[] encoded = Base64.getEncoder().encode(shifted);
        return Arrays.copyOfRange(encoded, before == 0 ? 0 : before + 1, shifted.length / 3 * 4);
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && bytes[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
