package dev.tideline.local.bench;

import java.util.List;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param runs all of it, to be written as JSON
 * @param drawings what there is to draw, by what sets it apart in its file's name; empty for the only one
 * @param notes what a reader of the tables must know, such as what was not run
 */
record Result(List<Table> tables, Object runs, Map<String, Drawing> drawings, List<String> notes) {

    Result(List<Table> tables, Object runs, Drawing drawing, List<String> notes) {
        this(tables, runs, Map.of("", drawing), notes);
    }
}
