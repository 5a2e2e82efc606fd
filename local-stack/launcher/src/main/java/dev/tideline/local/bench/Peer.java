package dev.tideline.local.bench;

import dev.tideline.local.stack.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Another cache in front of the same origin.
 *
 * @param title as tables name it
 * @param program its executable, or null when it is not on this machine
 * @param files it reads, by name in its folder
 * @param arguments of the program
 */
record Peer(String title, Optional<Path> program, Map<String, String> files, List<String> arguments) {

    /** What a peer may store, when nothing else is asked for. */
    static final int MEGABYTES = 256;

    static final String NGINX = "nginx proxy_cache";
    static final String HAPROXY = "HAProxy";

    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/sbin"), Path.of("/usr/local/bin"));

    static Optional<Path> installed(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Peer nginx(Path folder, int port, URI origin) {
        String conf = """
                user root;
                worker_processes auto;
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  keepalive_requests 1000000000;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/temp;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  proxy_cache_path %1$s/cache keys_zone=hits:10m;
                  server {
                    listen %2$s:%3$d;
                    location / {
                      proxy_pass %4$s;
                      proxy_http_version 1.1;
                      proxy_cache hits;
                    }
                  }
                }
                """.formatted(folder, Addresses.HOST, port, origin);
        return new Peer(
                NGINX,
                installed("nginx"),
                Map.of("nginx.conf", conf),
                List.of("-p", folder.toString(), "-e", folder + "/error.log", "-c", folder + "/nginx.conf"));
    }

    /** @param megabytes of memory for what it stores */
    static Peer varnish(Path folder, int port, URI origin, int megabytes) {
        String vcl = """
                vcl 4.1;
                backend origin { .host = "%s"; .port = "%d"; }
                sub vcl_recv { if (req.method == "PURGE") { return (purge); } }
                """.formatted(origin.getHost(), origin.getPort());
        return new Peer(
                "Varnish",
                installed("varnishd"),
                Map.of("default.vcl", vcl),
                List.of(
                        "-F",
                        "-j",
                        "none",
                        "-n",
                        folder.toString(),
                        "-s",
                        "malloc," + megabytes + "m",
                        "-a",
                        Addresses.HOST + ":" + port,
                        "-f",
                        folder + "/default.vcl"));
    }

    static Peer haproxy(Path folder, int port, URI origin) {
        String conf = """
                global
                  maxconn 4096
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                cache hits
                  total-max-size 64
                  max-object-size 1000000
                  max-age 3600
                frontend front
                  bind %s:%d
                  http-request cache-use hits
                  http-response cache-store hits
                  default_backend origin
                backend origin
                  server origin %s:%d
                """.formatted(Addresses.HOST, port, origin.getHost(), origin.getPort());
        return new Peer(
                HAPROXY,
                installed("haproxy"),
                Map.of("haproxy.cfg", conf),
                List.of("-db", "-f", folder + "/haproxy.cfg"));
    }

    /** @param root the source tree with the built peer module */
    static Peer localResponseCache(Path root, int port, URI origin) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path jar = root.resolve("local-stack/peer/target/local-stack-peer-app.jar");
        String gateway = "--spring.cloud.gateway.server.webflux.";
        return new Peer(
                "LocalResponseCache",
                Optional.of(java).filter(ignored -> Files.isRegularFile(jar)),
                Map.of(),
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-jar",
                        jar.toString(),
                        "--server.address=" + Addresses.HOST,
                        "--server.port=" + port,
                        gateway + "filter.local-response-cache.enabled=true",
                        gateway + "filter.local-response-cache.time-to-live=1h",
                        gateway + "filter.local-response-cache.size=100MB",
                        gateway + "routes[0].id=origin",
                        gateway + "routes[0].uri=" + origin,
                        gateway + "routes[0].predicates[0]=Path=/**"));
    }

    /** With one more argument. */
    Peer with(String argument) {
        List<String> more = new ArrayList<>(arguments);
        more.add(argument);
        return new Peer(title, program, files, more);
    }

    /** Starts it in its folder, which is emptied first. */
    Process start(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> old = Files.walk(folder)) {
                    old.sorted((a, b) -> b.compareTo(a)).forEach(Peer::delete);
                }
            }
            Files.createDirectories(folder);
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            List<String> line = Stream.concat(Stream.of(program.orElseThrow().toString()), arguments.stream())
                    .toList();
            return new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
