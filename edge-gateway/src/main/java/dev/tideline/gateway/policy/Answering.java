package dev.tideline.gateway.policy;


final class Answering {
static Answer answer(CacheRequest request, StoredResponse stored, long bodyLength, long nowMs) { throw new UnsupportedOperationException(); }
}
