package dev.tideline.gateway.policy;


final class Serving {
Serving(PolicySettings s) {} ServeDecision serve(CacheRequest request, StoredResponse stored, long nowMs) { throw new UnsupportedOperationException(); } ServeDecision miss(CacheRequest request, ForwardReason why) { throw new UnsupportedOperationException(); } ServeDecision serveOnError(CacheRequest request, StoredResponse stored, int status, long nowMs) { throw new UnsupportedOperationException(); }
}
