package dev.tideline.gateway.purge;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All purges of one mode, hard or soft. */
final class Layer {

    private final ScopeTable plain;
    private final ScopeTable versioned;
    /** Of the last purge of everything; -1 before the first. */
    private volatile long everything = -1;

    /** @param maxScopes in each of the two tables */
    Layer(int maxScopes) {
        plain = ScopeTable.plain(maxScopes);
        versioned = ScopeTable.versioned(maxScopes);
    }

    void apply(long offset, List<Scope> scopes) {
        scopes.forEach(scope -> apply(offset, scope));
    }

    private void apply(long offset, Scope scope) {
        switch (scope) {
            case Scope.Resource(var key, var version) -> {
                if (version == 0) {
                    plain.put(ScopeHash.resource(key), offset, 0);
                } else {
                    versioned.put(ScopeHash.versioned(key), offset, version);
                }
            }
            case Scope.Url(var url) -> plain.put(ScopeHash.url(UrlForm.normal(url)), offset, 0);
            case Scope.Tag(var tag) -> {
                plain.put(ScopeHash.tag(tag), offset, 0);
                plain.put(ScopeHash.ANY_TAG, offset, 0);
            }
            case Scope.Prefix(var prefix) -> plain.put(EntryScopes.prefixHash(prefix), offset, 0);
            // The versions named before stay known: a purge of everything does not make a lagging replica's answer
            // right.
            case Scope.Everything() -> {
                everything = offset;
                plain.clear();
            }
        }
    }

    /** Why an entry is reached by a purge of this layer; null if none reaches it. */
    Verdict.@Nullable Reason reaches(EntryScopes entry, long asOf, long version) {
        // The tables first, the floors after: a table that has forgotten something is published after its floor.
        if (entry.versioned != 0 && versioned.outdates(entry.versioned, asOf, version)) {
            return Verdict.Reason.OLD_VERSION;
        }
        if (plain.purgedAny(entry.scopes, asOf) || asOf < everything) {
            return Verdict.Reason.PURGED;
        }
        return plain.mayHaveForgotten(asOf) || versioned.mayHaveForgotten(asOf) ? Verdict.Reason.BELOW_FLOOR : null;
    }

    /** The highest version of a resource that a purge has named; 0 if none is remembered. */
    long version(ResourceKey resource) {
        return versioned.version(ScopeHash.versioned(resource));
    }

    int size() {
        return plain.size() + versioned.size();
    }

    long bytes() {
        return plain.bytes() + versioned.bytes();
    }
}
