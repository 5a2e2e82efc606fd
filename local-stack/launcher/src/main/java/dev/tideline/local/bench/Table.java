package dev.tideline.local.bench;

import java.io.PrintStream;
import java.util.List;

/** A table as Markdown shows it. */
record Table(String title, List<String> columns, List<List<String>> rows) {

    void print(PrintStream out) {
        out.printf("%n%s%n%n%s%n%s%n", title, line(columns), "|" + "---|".repeat(columns.size()));
        rows.forEach(row -> out.println(line(row)));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
