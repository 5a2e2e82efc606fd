package dev.tideline.events;

public record ResourceKey(String collection, String id) {}
