package dev.tideline.gateway.policy;

import java.util.List;
final class VaryMatching {
static Vary parse(Fields f) { throw new UnsupportedOperationException(); } static String variant(List<String> n, Fields f) { throw new UnsupportedOperationException(); }
}
