package dev.tideline.gateway.policy;


final class TagParser {
static SurrogateTags parse(Fields f) { throw new UnsupportedOperationException(); }
}
