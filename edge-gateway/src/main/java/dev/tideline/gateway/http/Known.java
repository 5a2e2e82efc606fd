package dev.tideline.gateway.http;

/** What is learned from answers beside the entries made of them. */
record Known(SearchRules search, Groups groups, Notes notes) {}
