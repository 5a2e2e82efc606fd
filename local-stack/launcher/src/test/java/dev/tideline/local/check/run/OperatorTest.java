package dev.tideline.local.check.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import org.junit.jupiter.api.Test;

class OperatorTest {

    @Test
    void eachScopeHasItsMemberInTheRequest() {
        assertThat(Operator.body(new Scope.Resource(new ResourceKey("products", "p1"), 0), Mode.HARD))
                .isEqualTo("{\"keys\":[\"products/p1\"],\"mode\":\"hard\"}");
        assertThat(Operator.body(new Scope.Url("/api/a"), Mode.SOFT))
                .isEqualTo("{\"urls\":[\"/api/a\"],\"mode\":\"soft\"}");
        assertThat(Operator.body(new Scope.Tag("a:list"), Mode.HARD))
                .isEqualTo("{\"tags\":[\"a:list\"],\"mode\":\"hard\"}");
        assertThat(Operator.body(new Scope.Prefix("/api"), Mode.HARD))
                .isEqualTo("{\"prefixes\":[\"/api\"],\"mode\":\"hard\"}");
        assertThat(Operator.body(new Scope.Everything(), Mode.HARD))
                .isEqualTo("{\"everything\":true,\"mode\":\"hard\"}");
    }
}
