package dev.tideline.gateway.placement;

import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.ReadRule;
import dev.tideline.placement.RegionRules;
import dev.tideline.settings.WrongSetting;
import java.util.HashMap;
import java.util.Map;

/**
 * The homes of whose data copies are kept here though they have another Kafka than this gateway's own: their purge logs have to
 * be followed.
 *
 * @param kafka what a Kafka client needs to reach each, over the settings that this gateway has for its own
 */
public record KeptHomes(Map<String, Map<String, String>> kafka) {

    static final String BOOTSTRAP = "bootstrap.servers";

    public KeptHomes {
        kafka = Map.copyOf(kafka);
    }

    /** @throws WrongSetting if something is kept, or queued, here whose home has no Kafka or one that is not known */
    static KeptHomes of(Placement placement, String region, ResidencySettings settings) {
        String cell = settings.cell();
        if (cell == null) {
            settings.homes()
                    .forEach((home, one) -> WrongSetting.unless(
                            one.kafka().isEmpty(),
                            key(home),
                            String.join(", ", one.kafka().keySet()),
                            "only with tideline.residency.cell; without it all homes share one Kafka"));
            return new KeptHomes(Map.of());
        }
        Map<String, Map<String, String>> kept = new HashMap<>();
        for (CollectionPlacement collection : placement.collections().values()) {
            // What has no home would be queued in each cell and applied in that cell alone.
            WrongSetting.unless(
                    collection.residency() != null,
                    "tideline.residency.cell",
                    cell,
                    "only where every collection has a home; '" + collection.name() + "' has none");
            for (ReadRule rule : RegionRules.reads(collection, region)) {
                String home = rule.home();
                if (rule instanceof ReadRule.Cached && home != null && !home.equals(cell)) {
                    kept.put(home, reach(collection, region, home, settings));
                }
            }
        }
        return new KeptHomes(kept);
    }

    private static Map<String, String> reach(
            CollectionPlacement collection, String region, String home, ResidencySettings settings) {
        ResidencySettings.Home known = settings.homes().get(home);
        if (known == null || !known.kafka().containsKey(BOOTSTRAP)) {
            throw new WrongSetting(
                    key(home) + '.' + BOOTSTRAP,
                    null,
                    "the Kafka of " + home + ", for '" + collection.name() + "' is at home there and has " + region
                            + " in cache-in");
        }
        return known.kafka();
    }

    private static String key(String home) {
        return "tideline.residency.homes." + home + ".kafka";
    }

    /** A client's settings for a home's Kafka: those for this gateway's own, and what differs. */
    public Map<String, Object> reaching(String home, Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.putAll(kafka.getOrDefault(home, Map.of()));
        return settings;
    }
}
