package dev.tideline.gateway.http;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** What every connection from a client has in common. */
@Configuration(proxyBeanMethods = false)
class ClientConnections {

    @Bean
    NettyServerCustomizer readsOn() {
        return server -> server.doOnChannelInit((observer, channel, address) -> {
            if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                channel.pipeline().addAfter(NettyPipeline.HttpCodec, "tideline.readOn", new ReadOn());
            }
        });
    }
}
