package dev.tideline.gateway.policy;

import org.jspecify.annotations.Nullable;
final class Freshening {
Freshening(Storing s) {} Freshened notModified(CacheRequest request, StoredResponse stored, OriginResponse r) { throw new UnsupportedOperationException(); } Freshened head(CacheRequest request, StoredResponse stored, OriginResponse r) { throw new UnsupportedOperationException(); } @Nullable CombinedParts combine(CacheRequest request, StoredResponse stored, OriginResponse partial) { throw new UnsupportedOperationException(); }
}
