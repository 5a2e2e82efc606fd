package dev.tideline.local.cli;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Cells;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.OwnedStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackException;
import dev.tideline.local.stack.StackSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** {@code up --cells eu,us}: two home cells, until Ctrl-C. */
final class CellsUp {

    private CellsUp() {}

    static int run(Place place, @Nullable Path placement, List<String> regions) throws InterruptedException {
        if (!regions.equals(Cells.REGIONS)) {
            throw new StackException(
                    "--cells is " + String.join(",", regions) + "; allowed: " + String.join(",", Cells.REGIONS));
        }
        StackSettings first = StackSettings.of(place.root(), place.directory(), Addresses.standard())
                .withPlacement(placement == null ? StackSettings.cellsPlacement(place.root()) : placement);
        List<StackSettings> cells = Cells.of(first, Cells.standardAddresses());
        List<AutoCloseable> running = Collections.synchronizedList(new ArrayList<>());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop-cells"));
        for (StackSettings cell : cells) {
            Terminal terminal = new Terminal(cell.addresses());
            running.addFirst(terminal);
            OwnedStack stack = OwnedStack.open(cell, terminal);
            running.addFirst(stack);
            stack.startAll();
        }
        System.out.println(Ansi.AUTO.string(welcome(cells)));
        System.out.flush();
        new CountDownLatch(1).await(); // a signal ends the JVM, and its hook the cells
        return 0;
    }

    private static void stop(List<AutoCloseable> running) {
        for (AutoCloseable one : List.copyOf(running)) {
            try {
                one.close();
            } catch (Exception e) {
                System.err.println("  " + e.getMessage());
            }
        }
    }

    /** @param cells of which each has a console and tokens of its own */
    static String welcome(List<StackSettings> cells) {
        StackSettings first = cells.getFirst();
        StackSettings last = cells.getLast();
        String eu = first.addresses().http(Part.GATEWAY_EU_1).toString();
        String us = last.addresses().http(Part.GATEWAY_US_1).toString();
        return """

              @|bold Everything is up|@: two home cells, eu at %1$s and us at %2$s.

              console of eu   %4$s/console/
              its token       that of operator in %5$s
              console of us   %6$s/console/
              its token       that of operator in %7$s

              @|bold Try|@
                curl -i -X PUT %2$s/api/customers/c1 -H 'Content-Type: application/json' -H 'Prefer: wait=5' \\
                     -d '{"name": "Ada", "email": "ada@x.example"}'   @|faint # X-Edge-Home: eu|@
                curl -i %2$s/api/customers/c1                @|faint # from eu, without the address|@
                curl -i %1$s/api/patients/p1                 @|faint # us does not serve it in eu: 451|@

              @|faint ./tideline status | status --dir %3$s | down.  Ctrl-C stops both; data are kept.|@
            """.formatted(
                        eu,
                        us,
                        last.directory(),
                        first.addresses().http(Part.INVALIDATION),
                        DevelopmentTokens.file(first.directory()),
                        last.addresses().http(Part.INVALIDATION),
                        DevelopmentTokens.file(last.directory()));
    }
}
