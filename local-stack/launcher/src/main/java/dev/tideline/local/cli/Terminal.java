package dev.tideline.local.cli;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows progress to a person: one line for each part when it is ready, and on a terminal a last line that says what is
 * being waited for.
 */
final class Terminal implements Progress, AutoCloseable {
    private static final long TICK_MILLIS = 250;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out = System.out;
    private final Addresses addresses;
    private final boolean live;
    private final Set<Part> waiting = EnumSet.noneOf(Part.class);
    private final long begin = System.nanoTime();
    private final Thread ticker;
    private volatile boolean anyDied;

    Terminal(Addresses addresses) {
        this.addresses = addresses;
        this.live = Ansi.AUTO.enabled(); // knows a terminal from a file
        this.ticker = Thread.ofVirtual().unstarted(this::tick);
        if (live) {
            ticker.start();
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%5.1f s", duration.toMillis() / 1000.0);
    }

    /** True once a part has ended by itself. */
    boolean anyDied() {
        return anyDied;
    }

    @Override
    public synchronized void recovered(List<String> stopped) {
        line("@|yellow ↺|@ stopped what an earlier start left running: " + String.join(", ", stopped));
    }

    @Override
    public synchronized void starting(Part part) {
        waiting.add(part);
    }

    @Override
    public synchronized void ready(Part part, Duration took) {
        waiting.remove(part);
        done(part.title(), took, addresses.shown(part));
    }

    /** A step that is no part. */
    synchronized void done(String what, Duration took, String detail) {
        line(String.format("@|green ✔|@ %-24s %s  @|faint %s|@", what, seconds(took), detail));
    }

    @Override
    public synchronized void stopping() {
        waiting.clear();
        line("stopping");
    }

    @Override
    public synchronized void stopped(Part part) {
        line("@|faint ■|@ " + part.title());
    }

    @Override
    public synchronized void died(StackException death) {
        anyDied = true;
        line("@|bold,red ✘|@ " + death.getMessage());
        death.details().forEach(detail -> out.println("      " + detail));
        line("  the other parts go on; ./tideline start <part> brings it back");
    }

    private void line(String markup) {
        out.println((live ? CLEAR_LINE : "") + "  " + Ansi.AUTO.string(markup));
        out.flush();
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                showWaiting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void showWaiting() {
        if (!waiting.isEmpty()) {
            String parts = waiting.stream().map(Part::title).collect(Collectors.joining(", "));
            String elapsed =
                    seconds(Duration.ofNanos(System.nanoTime() - begin)).strip();
            out.print(CLEAR_LINE + Ansi.AUTO.string("  @|faint … " + elapsed + "  " + parts + "|@"));
            out.flush();
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
    }
}
