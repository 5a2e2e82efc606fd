package dev.tideline.gateway.policy;


final class Forwarding {
static Fields fields(CacheRequest request, ServeDecision decision) { throw new UnsupportedOperationException(); }
}
