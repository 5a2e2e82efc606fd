package dev.tideline.gateway.policy;


final class Keys {
static Keying key(KeyRules rules, String scheme, String authority, String pathAndQuery) { throw new UnsupportedOperationException(); }
}
