package dev.tideline.local.seed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The countries of ISO 3166 as the JDK knows them, with their currencies, languages and time zones. Which zone belongs to
 * which country is the one thing the JDK does not tell; it comes from the public-domain tz database.
 */
final class Countries {
    private static final Locale IN = Locale.ENGLISH;

    private final Map<String, List<String>> zones = readZones();

    List<SampleDocument> documents() {
        return Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
                .sorted()
                .map(this::document)
                .toList();
    }

    private SampleDocument document(String code) {
        Locale country = Locale.of("", code);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", code);
        fields.put("alpha3", country.getISO3Country());
        fields.put("name", country.getDisplayCountry(IN));
        Currency currency = currency(country);
        if (currency != null) {
            fields.put("currency", currency.getCurrencyCode());
            fields.put("currencyName", currency.getDisplayName(IN));
        }
        fields.put("languages", languages(code));
        fields.put(
                "timeZones",
                zones.getOrDefault(code, List.of()).stream()
                        .map(Countries::zone)
                        .toList());
        return new SampleDocument("countries", code, JsonMapper.shared().writeValueAsString(fields));
    }

    /** Null for a territory without one, such as Antarctica. */
    private static @Nullable Currency currency(Locale country) {
        return Currency.getInstance(country);
    }

    private static List<Map<String, String>> languages(String country) {
        TreeSet<String> codes = Arrays.stream(Locale.getAvailableLocales())
                .filter(locale -> locale.getCountry().equals(country)
                        && !locale.getLanguage().isEmpty())
                .map(Locale::getLanguage)
                .collect(Collectors.toCollection(TreeSet::new));
        return codes.stream()
                .map(code -> Map.of("code", code, "name", Locale.of(code).getDisplayLanguage(IN)))
                .toList();
    }

    private static Map<String, String> zone(String id) {
        String offset =
                ZoneId.of(id).getRules().getStandardOffset(Instant.now()).getId();
        return Map.of("id", id, "standardOffset", offset.equals("Z") ? "+00:00" : offset);
    }

    /** Lines {@code AD Europe/Andorra}; zones younger than this JDK are left out. */
    private static Map<String, List<String>> readZones() {
        try (InputStream in = Objects.requireNonNull(Countries.class.getResourceAsStream("/country-zones.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .filter(entry -> ZoneId.getAvailableZoneIds().contains(entry[1]))
                    .collect(Collectors.groupingBy(
                            entry -> entry[0], Collectors.mapping(entry -> entry[1], Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
