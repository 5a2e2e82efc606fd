package dev.tideline.placement;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A placement file was refused. The message is one readable line for each problem, for whoever started the service. */
public final class PlacementException extends RuntimeException {

    private final transient List<PlacementProblem> problems;

    PlacementException(Path file, List<PlacementProblem> problems) {
        super(problems.stream().map(problem -> file + ", " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the file's order, never empty. */
    public List<PlacementProblem> problems() {
        return problems;
    }
}
