package dev.tideline.invalidation.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a purge request as it is described; {@link PurgeOrderParser} reads it. */
@Schema(name = "PurgeRequest", description = "At least one scope, 1,000 in all by default.", example = """
                {"keys": ["products/p1"], "tags": ["category:shoes"], "mode": "soft"}""")
record PurgeRequest(
        @ArraySchema(
                schema =
                        @Schema(
                                description =
                                        "path and query, with scheme and host to reach one host only; every variant",
                                example = "/api/products?page=2"))
        @Nullable
        List<String> urls,

        @ArraySchema(schema = @Schema(description = "every answer for one resource", example = "products/p1")) @Nullable
        List<String> keys,

        @ArraySchema(schema = @Schema(description = "every answer that carries it", example = "products:list"))
        @Nullable
        List<String> tags,

        @ArraySchema(
                schema =
                        @Schema(
                                description = "the path and all below it, on segment boundaries",
                                example = "/api/products"))
        @Nullable
        List<String> prefixes,

        @Schema(description = "every answer there is; stands alone") @Nullable
        Boolean everything,

        @Schema(
                description = "soft: stale, may be served while it is revalidated or when the origin fails",
                allowableValues = {"hard", "soft"},
                defaultValue = "hard")
        @Nullable
        String mode,

        @ArraySchema(schema = @Schema(description = "leave out for all", example = "eu")) @Nullable
        List<String> regions) {}
