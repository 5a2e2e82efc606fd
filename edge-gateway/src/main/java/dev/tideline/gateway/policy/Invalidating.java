package dev.tideline.gateway.policy;


final class Invalidating {
static Invalidation of(CacheRequest request, OriginResponse response) { throw new UnsupportedOperationException(); }
}
