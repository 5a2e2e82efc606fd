package dev.tideline.gateway.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * The configuration of a client with other resources.
 *
 * @param as in everything else
 */
record OnLoop(LettuceClientConfiguration as, ClientResources resources) implements LettuceClientConfiguration {

    @Override
    public boolean isUseSsl() {
        return as.isUseSsl();
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still asks for it
    public boolean isVerifyPeer() {
        return as.getVerifyMode() != SslVerifyMode.NONE;
    }

    @Override
    public SslVerifyMode getVerifyMode() {
        return as.getVerifyMode();
    }

    @Override
    public boolean isStartTls() {
        return as.isStartTls();
    }

    @Override
    public Optional<ClientResources> getClientResources() {
        return Optional.of(resources);
    }

    @Override
    public Optional<ClientOptions> getClientOptions() {
        return as.getClientOptions();
    }

    @Override
    public Optional<String> getClientName() {
        return as.getClientName();
    }

    @Override
    public Optional<ReadFrom> getReadFrom() {
        return as.getReadFrom();
    }

    @Override
    public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
        return as.getRedisCredentialsProviderFactory();
    }

    @Override
    public Duration getCommandTimeout() {
        return as.getCommandTimeout();
    }

    @Override
    public Duration getShutdownTimeout() {
        return as.getShutdownTimeout();
    }

    @Override
    public Duration getShutdownQuietPeriod() {
        return as.getShutdownQuietPeriod();
    }
}
