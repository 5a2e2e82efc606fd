package dev.tideline.origin.store;

import dev.tideline.events.SessionTicket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources in the order of their ids.
 *
 * @param shows names the writes that the list shows, also by what is not in it; null where there were none yet
 */
public record Listed(List<Stored> items, @Nullable SessionTicket shows) {

    public Listed {
        items = List.copyOf(items);
    }
}
