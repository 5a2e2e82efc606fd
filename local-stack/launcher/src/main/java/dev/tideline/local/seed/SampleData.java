package dev.tideline.local.seed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The sample documents, the same in every run. */
public final class SampleData {
    static final int PRODUCTS = 200;

    private static final List<String> MAKES =
            List.of("Harbour", "Dune", "Fjord", "Lagoon", "Marsh", "Reef", "Cove", "Delta", "Strand", "Inlet");
    private static final List<Kind> KINDS = List.of(
            new Kind("lamp", "lighting", 39),
            new Kind("lantern", "lighting", 24),
            new Kind("chair", "furniture", 89),
            new Kind("table", "furniture", 249),
            new Kind("shelf", "furniture", 119),
            new Kind("mug", "kitchen", 9),
            new Kind("kettle", "kitchen", 45),
            new Kind("pan", "kitchen", 32),
            new Kind("blanket", "textiles", 59),
            new Kind("cushion", "textiles", 19));
    private static final List<String> FINISHES = List.of("oak", "slate");

    private record Kind(String name, String category, int basePrice) {}

    private SampleData() {}

    /** Countries, products {@code p1} to {@code p200}, and a few customers who live in the EU. */
    public static List<SampleDocument> all() {
        List<SampleDocument> all = new ArrayList<>(new Countries().documents());
        all.addAll(products());
        all.addAll(customers());
        return List.copyOf(all);
    }

    static List<SampleDocument> products() {
        List<SampleDocument> products = new ArrayList<>();
        for (int n = 1; n <= PRODUCTS; n++) {
            products.add(product(n));
        }
        return products;
    }

    /** Each of the 10 makes times 10 kinds times 2 finishes once. */
    private static SampleDocument product(int number) {
        int n = number - 1;
        Kind kind = KINDS.get(n % 10);
        String make = MAKES.get(n / 10 % 10);
        String finish = FINISHES.get(n / 100);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", make + " " + kind.name() + ", " + finish);
        fields.put("category", kind.category());
        BigDecimal amount = new BigDecimal(kind.basePrice() + n / 10 % 10).add(new BigDecimal("0.95"));
        fields.put("price", Map.of("amount", amount, "currency", "EUR"));
        fields.put("stock", n * 37 % 120);
        fields.put("description", "A " + kind.name() + " of the " + make + " range in " + finish + ".");
        return document("products", "p" + number, fields);
    }

    static List<SampleDocument> customers() {
        return List.of(
                customer("c1", "Ada Lindqvist", "SE", "+46 8 123 456 01"),
                customer("c2", "Bruno Ferreira", "PT", "+351 21 123 4502"),
                customer("c3", "Chiara Moretti", "IT", "+39 06 1234 5603"),
                customer("c4", "Daan Visser", "NL", "+31 20 123 4504"),
                customer("c5", "Eva Novotná", "CZ", "+420 221 234 505"),
                customer("c6", "Félix Garnier", "FR", "+33 1 99 00 12 06"),
                customer("c7", "Greta Hoffmann", "DE", "+49 30 12345607"),
                customer("c8", "Helmi Korhonen", "FI", "+358 9 1234 5608"));
    }

    private static SampleDocument customer(String id, String name, String country, String phone) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("email", id + "@customers.example");
        fields.put("phone", phone);
        fields.put("country", country);
        return document("customers", id, fields);
    }

    private static SampleDocument document(String collection, String id, Map<String, Object> fields) {
        return new SampleDocument(collection, id, JsonMapper.shared().writeValueAsString(fields));
    }
}
