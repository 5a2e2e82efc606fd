package dev.tideline.gateway.http;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

/** What every connection to an origin has in common. */
@Configuration(proxyBeanMethods = false)
class OriginConnections {

    /** Interim responses go to whoever asked, and trailers are asked for where they are taken. */
    @Bean
    HttpClientCustomizer beyondTheAnswer() {
        return client -> client.doOnConnected(connection -> connection.addHandlerLast(new InterimReader()))
                .doOnRequest((request, connection) -> {
                    Beyond beyond = Beyond.of(request.currentContextView());
                    InterimReader.listen(connection, beyond.interim());
                    if (beyond.trailers()) {
                        request.requestHeaders().set("TE", "trailers").set("Connection", "TE");
                    }
                });
    }

    @Bean
    PassedTrailers passedTrailers() {
        return new PassedTrailers();
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
