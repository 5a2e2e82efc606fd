package dev.tideline.gateway.policy;


final class RequestDirectiveParser {
static RequestDirectives parse(Fields f) { throw new UnsupportedOperationException(); }
}
