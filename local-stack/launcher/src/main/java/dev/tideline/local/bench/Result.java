package dev.tideline.local.bench;

import java.util.List;

/**
 * What a benchmark found.
 *
 * @param runs all of it, to be written as JSON
 * @param chart what there is to draw
 * @param notes what a reader of the tables must know, such as what was not run
 */
record Result(List<Table> tables, Object runs, Chart chart, List<String> notes) {}
