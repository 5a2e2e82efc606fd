package dev.tideline.local.cli;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Part;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Help.Ansi;

/** What a person reads when everything is up: where things are, and what to try. */
final class Welcome {
    private Welcome() {}

    /** @param tokens the file with the operators' tokens: what is printed here may stand in a log, they may not */
    static String text(Addresses at, Path tokens, Duration took) {
        StringBuilder text = new StringBuilder();
        text.append("\n  @|bold Everything is up|@ after ")
                .append(Terminal.seconds(took).strip())
                .append(".\n\n");
        for (Part part : Part.services()) {
            text.append(String.format(
                    "  %-24s %-24s @|faint management :%d|@%n", part.title(), at.http(part), at.managementPort(part)));
        }
        text.append(String.format("  %-24s %s%n", "kafka", at.kafka()));
        text.append(
                String.format("  %-24s %s, %s%n", "redis eu, us", at.shown(Part.REDIS_EU), at.shown(Part.REDIS_US)));
        text.append(String.format("  %-24s %s @|faint user and password tideline|@%n%n", "postgres", at.jdbcUrl()));
        text.append(String.format("  %-24s %s/console/%n", "console", at.http(Part.INVALIDATION)));
        text.append(String.format("  %-24s that of operator in %s%n%n", "its token", tokens));
        text.append("""
              @|bold Try|@
                curl -i %1$s/api/products/p1           @|faint # MISS, then HIT|@
                curl -i %2$s/api/customers/c1          @|faint # bound to eu: in us without email and phone|@
                curl -i '%1$s/api/products?limit=5'
                curl -i -X PUT %2$s/api/prices/lamp -H 'Content-Type: application/json' \\
                     -d '{"amount": 12, "currency": "EUR"}'          @|faint # 202 Accepted, at us-1|@
                curl -i %1$s/api/prices/lamp           @|faint # the new one, at every gateway|@
                ./tideline stop origin ; curl -i %1$s/api/countries/FR ; ./tideline start origin

              @|faint ./tideline status | logs [part] -f | chaos | down.  Ctrl-C stops everything; data are kept.|@
            """.formatted(at.http(Part.GATEWAY_EU_1), at.http(Part.GATEWAY_US_1)));
        return Ansi.AUTO.string(text.toString());
    }
}
