package dev.tideline.gateway.policy;

import java.util.Collection; import org.jspecify.annotations.Nullable;
final class Selection {
static @Nullable StoredResponse select(CacheRequest r, Collection<StoredResponse> v) { throw new UnsupportedOperationException(); }
}
