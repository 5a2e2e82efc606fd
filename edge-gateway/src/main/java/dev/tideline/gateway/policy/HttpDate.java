package dev.tideline.gateway.policy;


final class HttpDate {
static long single(Fields f, String name) { throw new UnsupportedOperationException(); }
}
