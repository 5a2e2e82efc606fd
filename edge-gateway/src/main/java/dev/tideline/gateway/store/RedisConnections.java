package dev.tideline.gateway.store;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.tracing.Tracing;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Connections to one Redis. Where they are given the event loops that serve requests there is one on each of them: a command
 * and its answer then stay on the thread of their request, and the commands of all requests that a loop has read at once go
 * out in one packet.
 */
public final class RedisConnections implements AutoCloseable {

    /** So many commands are written at the latest before they are sent. */
    private static final int PACKET = 256;

    private final List<Line> lines;

    private RedisConnections(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** One connection for all threads, on a loop of its own. The factory stays the caller's. */
    public static RedisConnections one(LettuceConnectionFactory factory) {
        return new RedisConnections(List.of(new Line(null, factory, false)));
    }

    /**
     * One on each loop, to a single Redis.
     *
     * @param like where Redis is and how it is spoken to; of one that knows of several, {@link #one} is to be made
     */
    public static RedisConnections onEach(List<EventLoop> loops, LettuceConnectionFactory like) {
        List<Line> lines = new ArrayList<>();
        for (EventLoop loop : loops) {
            LettuceConnectionFactory factory = new LettuceConnectionFactory(
                    single(like), new OnLoop(like.getClientConfiguration(), on(loop, like)));
            factory.afterPropertiesSet();
            factory.start();
            lines.add(new Line(loop, factory, true));
        }
        return new RedisConnections(lines);
    }

    private static RedisConfiguration single(LettuceConnectionFactory like) {
        RedisConfiguration socket = like.getSocketConfiguration();
        return socket == null ? like.getStandaloneConfiguration() : socket;
    }

    private static ClientResources on(EventLoop loop, LettuceConnectionFactory like) {
        ClientResources shared = like.getClientResources();
        ClientResources.Builder own = shared == null ? DefaultClientResources.builder() : shared.mutate();
        NettyCustomizer theirs =
                shared == null ? DefaultClientResources.DEFAULT_NETTY_CUSTOMIZER : shared.nettyCustomizer();
        return own.eventLoopGroupProvider(new OneLoop(loop))
                // A command is a few microseconds; to observe each would cost as much again.
                .tracing(Tracing.disabled())
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterBootstrapInitialized(Bootstrap bootstrap) {
                        theirs.afterBootstrapInitialized(bootstrap);
                    }

                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        theirs.afterChannelInitialized(channel);
                        channel.pipeline().addFirst(new FlushConsolidationHandler(PACKET, true));
                    }
                })
                .build();
    }

    /** The connection to use on this thread, when it stands; fails when it cannot be made. */
    CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> here() {
        for (Line line : lines) {
            if (line.isHere()) {
                return line.connection();
            }
        }
        return lines.get(ThreadLocalRandom.current().nextInt(lines.size())).connection();
    }

    @Override
    public void close() {
        lines.forEach(Line::close);
    }

    /** One connection, made when it is first asked for; the client library makes it again when it breaks. */
    private static final class Line {

        private final @Nullable EventLoop loop;
        private final LettuceConnectionFactory factory;
        private final boolean owned;
        private final AtomicReference<@Nullable CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>>> made =
                new AtomicReference<>();

        Line(@Nullable EventLoop loop, LettuceConnectionFactory factory, boolean owned) {
            this.loop = loop;
            this.factory = factory;
            this.owned = owned;
        }

        boolean isHere() {
            return loop == null || loop.inEventLoop();
        }

        CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> connection() {
            CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> now = made.get();
            if (now != null && !now.isCompletedExceptionally()) {
                return now;
            }
            CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> attempt = new CompletableFuture<>();
            if (!made.compareAndSet(now, attempt)) {
                return connection();
            }
            // It waits until the connection stands.
            try {
                Schedulers.boundedElastic().schedule(() -> connect(attempt));
            } catch (RejectedExecutionException busy) {
                attempt.completeExceptionally(busy);
            }
            return attempt;
        }

        private void connect(CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> attempt) {
            try {
                attempt.complete(((LettuceConnection) factory.getConnection()).getNativeConnection());
            } catch (RuntimeException away) {
                attempt.completeExceptionally(away);
            }
        }

        void close() {
            if (owned) {
                factory.destroy();
            }
        }
    }
}
