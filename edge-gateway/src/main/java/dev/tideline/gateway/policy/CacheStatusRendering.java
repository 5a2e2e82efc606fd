package dev.tideline.gateway.policy;


final class CacheStatusRendering {
static String render(CacheStatus s) { throw new UnsupportedOperationException(); }
}
