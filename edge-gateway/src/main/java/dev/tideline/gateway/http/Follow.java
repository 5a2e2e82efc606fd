package dev.tideline.gateway.http;

import dev.tideline.events.ResourceKey;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the purge log and the placement know of a read, before the cache or the origin is asked. */
final class Follow {

    private static final String API = "/api/";

    private final Placement placement;
    private final Duration clockSkew;

    /** @param clockSkew how far two machines' clocks may be apart */
    Follow(Placement placement, Duration clockSkew) {
        this.placement = placement;
        this.clockSkew = clockSkew;
    }

    /**
     * A read that is about to be looked up.
     *
     * @param log of the home of what is read
     * @param url of the key, absolute
     */
    Followed read(LogView log, String url) {
        int path = url.indexOf('/', url.indexOf("//") + 2);
        int question = url.indexOf('?', path);
        int end = question < 0 ? url.length() : question;
        String rest = url.startsWith(API, path) ? url.substring(path + API.length(), end) : "";
        int slash = rest.indexOf('/');
        String collection = slash < 0 ? rest : rest.substring(0, slash);
        return new Followed(
                placement.collection(collection).map(CollectionPlacement::cache).orElse(null),
                ResourceKey.parse(rest).orElse(null),
                slash < 0 && !rest.isEmpty(),
                covered(log));
    }

    /** The same read made again. */
    Followed again(LogView log, Followed followed) {
        return new Followed(followed.rule(), followed.item(), followed.list(), covered(log));
    }

    private Optional<Instant> covered(LogView log) {
        return log.coherence().currentAsOf().map(asOf -> asOf.minus(clockSkew));
    }

    /** To be called before the origin is asked. */
    static Floor floor(LogView log, @Nullable Followed followed) {
        if (followed == null) {
            return Floor.NONE;
        }
        ResourceKey item = followed.item();
        return new Floor(
                item == null ? 0 : log.coherence().knownVersion(item),
                followed.list() ? log.everything() : Optional.empty());
    }
}
