package dev.tideline.gateway.policy;


final class Storing {
Storing(PolicySettings s) {} StoreDecision decide(CacheRequest request, OriginResponse response) { throw new UnsupportedOperationException(); }
}
