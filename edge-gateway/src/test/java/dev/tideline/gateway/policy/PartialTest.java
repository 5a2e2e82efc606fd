package dev.tideline.gateway.policy;

import static dev.tideline.gateway.policy.TestingExchange.NOW;
import static dev.tideline.gateway.policy.TestingExchange.get;
import static dev.tideline.gateway.policy.TestingExchange.ok;
import static dev.tideline.gateway.policy.TestingExchange.request;
import static dev.tideline.gateway.policy.TestingExchange.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.ServeDecision.Forward;
import dev.tideline.gateway.policy.ServeDecision.Fresh;
import dev.tideline.gateway.policy.StoreDecision.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §3.3 and §3.4, RFC 9110 §14.4 and §15.3.7. */
class PartialTest {

    private static final CacheRequest RANGED = get("Range", "bytes=4-");

    private static TestingExchange part(String contentRange) {
        return status(206, "Cache-Control", "max-age=60", "Content-Range", contentRange, "ETag", "\"a\"")
                .to(RANGED);
    }

    private static OriginResponse partial(String contentRange, String etag) {
        return new OriginResponse(
                206,
                Fields.of("Cache-Control", "max-age=90", "Content-Range", contentRange, "ETag", etag),
                NOW + 1000,
                NOW + 1000);
    }

    @Test
    void aPartIsStoredAsAPartOfTheWhole() {
        StoredResponse stored = part("bytes 4-9/10").stored();
        assertThat(stored.status()).isEqualTo(200);
        assertThat(stored.part()).isEqualTo(new ContentRange(4, 9, 10));
        assertThat(stored.bodyOffset()).isEqualTo(4);
        assertThat(stored.fields().has("Content-Range")).isFalse();
    }

    @Test
    void aPartThatIsEverythingIsTheWhole() {
        assertThat(part("bytes 0-9/10").stored().isComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes 9-4/10", "bytes 4-10/10", "bytes */10", "items 4-9/10", "bytes 4-9", "", "bytes -4-9/10"})
    void aPartThatDoesNotSayWhichIsNotStored(String contentRange) {
        assertThat(part(contentRange).refused()).isEqualTo(Refusal.PARTIAL);
    }

    @Test
    void anUnaskedPartAndAMultipartAreNotStored() {
        assertThat(part("bytes 4-9/10").to(get()).refused()).isEqualTo(Refusal.PARTIAL);
        assertThat(status(
                                206,
                                "Cache-Control",
                                "max-age=60",
                                "Content-Range",
                                "bytes 4-9/10",
                                "Content-Type",
                                "Multipart/ByteRanges; boundary=x")
                        .to(RANGED)
                        .refused())
                .isEqualTo(Refusal.PARTIAL);
    }

    @Test
    void aPartAnswersRangesWithinIt() {
        TestingExchange exchange = part("bytes 4-9/10");
        for (String range : new String[] {"bytes=4-9", "bytes=6-8", "bytes=6-", "bytes=-1"}) {
            assertThat(exchange.serve(get("Range", range), 1)).isInstanceOf(Fresh.class);
        }
        Answer answer = exchange.policy().answer(get("Range", "bytes=6-8"), exchange.stored(), 6, NOW);
        assertThat(answer.fields().first("Content-Range")).isEqualTo("bytes 6-8/10");
    }

    @Test
    void aPartAnswersNothingElse() {
        TestingExchange exchange = part("bytes 4-9/10");
        for (CacheRequest request : new CacheRequest[] {
            get("Range", "bytes=3-5"),
            get("Range", "bytes=-7"),
            get("Range", "bytes=4-5,7-8"),
            get("Range", "bytes=4-5", "If-Range", "\"b\""),
            request("HEAD")
        }) {
            assertThat(exchange.serve(request, 1)).isEqualTo(new Forward(ForwardReason.PARTIAL, Fields.empty()));
        }
    }

    @Test
    void aRequestForEverythingFetchesOnlyWhatIsMissing() {
        assertThat(part("bytes 0-4/10").serve(get(), 1))
                .isEqualTo(new Forward(ForwardReason.PARTIAL, Fields.of("Range", "bytes=5-", "If-Range", "\"a\"")));
        assertThat(part("bytes 4-9/10").serve(get(), 1))
                .isEqualTo(new Forward(ForwardReason.PARTIAL, Fields.of("Range", "bytes=0-3", "If-Range", "\"a\"")));
        Forward everything = new Forward(ForwardReason.PARTIAL, Fields.empty());
        assertThat(part("bytes 2-4/10").serve(get(), 1)).isEqualTo(everything);
        assertThat(part("bytes 0-4/*").serve(get(), 1)).isEqualTo(everything);
        assertThat(part("bytes 0-4/10").serve(get(), 61)).isEqualTo(everything);
    }

    @Test
    void touchingPartsWithTheSameStrongTagBecomeOne() {
        TestingExchange exchange = part("bytes 0-4/10");
        CombinedParts combined = exchange.policy().combine(get(), exchange.stored(), partial("bytes 5-9/10", "\"a\""));
        assertThat(combined).isNotNull();
        assertThat(combined.response().isComplete()).isTrue();
        assertThat(combined.response().freshness().lifetimeMs()).isEqualTo(90_000);
        assertThat(combined.fromStoredHead()).isEqualTo(5);
        assertThat(combined.storedTailFrom()).isEqualTo(5);
    }

    @Test
    void aNewPartInTheMiddleIsFramedByStoredBytes() {
        TestingExchange exchange = part("bytes 2-8/10");
        CombinedParts combined = exchange.policy().combine(get(), exchange.stored(), partial("bytes 4-5/10", "\"a\""));
        assertThat(combined).isNotNull();
        assertThat(combined.response().part()).isEqualTo(new ContentRange(2, 8, 10));
        assertThat(combined.fromStoredHead()).isEqualTo(2);
        assertThat(combined.storedTailFrom()).isEqualTo(4);
        assertThat(combined.join(new byte[] {2, 3, 4, 5, 6, 7, 8}, new byte[] {40, 50}))
                .containsExactly(2, 3, 40, 50, 6, 7, 8);
    }

    @Test
    void partsThatMayNotBelongTogetherStayApart() {
        TestingExchange exchange = part("bytes 0-4/10");
        for (OriginResponse other : new OriginResponse[] {
            partial("bytes 5-9/10", "\"b\""),
            partial("bytes 5-9/10", "W/\"a\""),
            partial("bytes 6-9/10", "\"a\""),
            partial("bytes 5-9/11", "\"a\""),
            partial("bytes 5-9/*", "\"a\""),
            partial("nonsense", "\"a\"")
        }) {
            assertThat(exchange.policy().combine(get(), exchange.stored(), other))
                    .as(other.toString())
                    .isNull();
        }
    }

    @Test
    void aTransferThatEndedEarlyIsAPart() {
        StoredResponse whole = ok("Cache-Control", "max-age=60", "Content-Length", "10", "ETag", "\"a\"")
                .stored();
        assertThat(whole.received(10)).isSameAs(whole);
        assertThat(whole.received(4)).extracting(StoredResponse::part).isEqualTo(new ContentRange(0, 3, 10));
        assertThat(whole.received(0)).isNull();
        assertThat(whole.received(11)).isNull();
        assertThat(ok("Cache-Control", "max-age=60", "Content-Length", "10")
                        .stored()
                        .received(4))
                .isNull();
        StoredResponse part = part("bytes 4-9/10").stored();
        assertThat(part.received(5)).extracting(StoredResponse::part).isEqualTo(new ContentRange(4, 8, 10));
        assertThat(part.received(7)).isNull();
    }

    @Test
    void aPartThatCameShortAnswersOnlyWhatCame() {
        for (PolicySettings settings : new PolicySettings[] {PolicySettings.DEFAULT, PolicySettings.PERMISSIVE}) {
            TestingExchange exchange = part("bytes 4-9/10").under(settings);
            StoredResponse came = exchange.stored().received(5);
            assertThat(came).isNotNull();
            assertThat(exchange.policy().serve(get("Range", "bytes=6-8"), came, NOW))
                    .isInstanceOf(Fresh.class);
            // Neither the position that did not come, nor one that the origin never spoke of.
            for (String range : new String[] {"bytes=9-9", "bytes=-1", "bytes=3-8"}) {
                assertThat(exchange.policy().serve(get("Range", range), came, NOW))
                        .as(range)
                        .isInstanceOf(Forward.class);
            }
        }
    }

    @Test
    void onlyAnEagerPolicyAnswersAnOpenRangeWithWhatCameOfIt() {
        CacheRequest open = get("Range", "bytes=6-");
        TestingExchange exchange = part("bytes 4-9/10");
        StoredResponse came = exchange.stored().received(5);
        assertThat(came).isNotNull();
        assertThat(exchange.policy().serve(open, came, NOW)).isInstanceOf(Forward.class);
        CachePolicy eager = new CachePolicy(PolicySettings.PERMISSIVE);
        assertThat(eager.serve(open, came, NOW)).isInstanceOf(Fresh.class);
        assertThat(eager.answer(open, came, 5, NOW)).isInstanceOfSatisfying(Answer.Part.class, answer -> {
            assertThat(answer.range()).isEqualTo(new ContentRange(6, 8, 10));
            assertThat(answer.fields().all("Content-Range")).containsExactly("bytes 6-8/10");
        });
    }

    @Test
    void aPartThatCameShortAndIsCompletedSaysNothingOfParts() {
        StoredResponse came = part("bytes 0-4/10").stored().received(4);
        assertThat(came).isNotNull();
        CombinedParts combined = part("bytes 0-4/10").policy().combine(get(), came, partial("bytes 4-9/10", "\"a\""));
        assertThat(combined).isNotNull();
        assertThat(combined.response().isComplete()).isTrue();
        assertThat(combined.response().fields().has("Content-Range")).isFalse();
    }

    @Test
    void onlyAnEagerPolicyAsksForTheRestOfAPartWithoutValidator() {
        TestingExchange exchange = status(206, "Cache-Control", "max-age=60", "Content-Range", "bytes 0-4/10")
                .to(RANGED);
        assertThat(exchange.serve(get(), 1)).isEqualTo(new Forward(ForwardReason.PARTIAL, Fields.empty()));
        TestingExchange eager = exchange.under(PolicySettings.PERMISSIVE);
        assertThat(eager.serve(get(), 1)).isEqualTo(new Forward(ForwardReason.PARTIAL, Fields.of("Range", "bytes=5-")));
        // What comes is never joined: nothing shows that both belong together.
        OriginResponse rest = new OriginResponse(206, Fields.of("Content-Range", "bytes 5-9/10"), NOW, NOW);
        assertThat(eager.policy().combine(get(), eager.stored(), rest)).isNull();
    }
}
