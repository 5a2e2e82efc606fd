package dev.tideline.gateway.http;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** What every connection to an origin has in common. */
@Configuration(proxyBeanMethods = false)
class OriginConnections {

    /** Whoever asks says who hears; requests of the ordinary routing filter have nobody to. */
    @Bean
    HttpClientCustomizer interimResponses() {
        return client -> client.doOnConnected(connection -> connection.addHandlerLast(new InterimReader()));
    }

    @Bean
    HttpClientCustomizer noStrayBytes() {
        return client -> client.doOnChannelInit((observer, channel, address) -> {
            if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                StrayBytes stray = new StrayBytes();
                channel.pipeline()
                        .addBefore(NettyPipeline.HttpCodec, "tideline.strayBytes.raw", stray.beforeDecoder())
                        .addBefore(NettyPipeline.ReactiveBridge, "tideline.strayBytes", stray);
            }
        });
    }
}
