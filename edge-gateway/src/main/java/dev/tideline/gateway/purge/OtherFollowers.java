package dev.tideline.gateway.purge;

import java.util.List;

/** Follows the purge logs of other homes. */
final class OtherFollowers implements AutoCloseable {

    private final List<PurgeFollower> followers;

    OtherFollowers(List<PurgeFollower> followers) {
        this.followers = List.copyOf(followers);
    }

    void start() {
        followers.forEach(PurgeFollower::start);
    }

    @Override
    public void close() {
        followers.forEach(PurgeFollower::close);
    }
}
