package dev.tideline.invalidation.token;

import java.util.Set;

/** Who sent a request. */
public record Caller(String name, Set<Role> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }
}
