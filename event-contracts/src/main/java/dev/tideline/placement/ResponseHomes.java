package dev.tideline.placement;

import java.util.List;
import java.util.Map;

/**
 * Rules for answers that say themselves where they are at home, of whatever origin is behind a gateway's routes.
 *
 * @param header the field that names the home
 * @param byHome the rules of each home, in the file's order; none redacts
 */
public record ResponseHomes(String header, Map<String, HomeRule> byHome) {

    /**
     * What a gateway of one region does with an answer.
     *
     * @param lines of the field; empty where the answer does not have it
     */
    public ResponseRule rule(List<String> lines, String region) {
        if (lines.isEmpty()) {
            return new ResponseRule.Unbound();
        }
        String home = lines.getFirst().strip();
        HomeRule rule = lines.size() == 1 ? byHome.get(home) : null;
        if (rule == null) {
            return new ResponseRule.Unknown();
        }
        if (!rule.serveIn().contains(region)) {
            return new ResponseRule.Refused(home);
        }
        return rule.cacheIn().contains(region) ? new ResponseRule.Kept(home) : new ResponseRule.Passed(home);
    }
}
