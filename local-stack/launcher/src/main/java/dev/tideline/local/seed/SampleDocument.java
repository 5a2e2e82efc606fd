package dev.tideline.local.seed;

/** One document of the sample data; {@code json} is an object. */
public record SampleDocument(String collection, String id, String json) {
    String path() {
        return "/api/" + collection + "/" + id;
    }
}
