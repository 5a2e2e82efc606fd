package dev.tideline.gateway.policy;


final class NoVarySearchParser {
static NoVarySearch parse(Fields f) { throw new UnsupportedOperationException(); } static String reduce(NoVarySearch n, String q) { throw new UnsupportedOperationException(); }
}
