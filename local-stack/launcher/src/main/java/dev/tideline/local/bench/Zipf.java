package dev.tideline.local.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * Ranks whose popularity falls with a power of the rank: rank r is drawn with a probability proportional to
 * {@code 1 / r^exponent}, as requests to caches are (Breslau et al., "Web Caching and Zipf-like Distributions", 1999).
 */
final class Zipf {

    private final double[] upTo;

    /**
     * @param ranks how many there are, at least 1; eight bytes are kept for each
     * @param exponent 0 makes all equally likely
     */
    Zipf(int ranks, double exponent) {
        if (ranks < 1) {
            throw new IllegalArgumentException("needs at least one rank, not " + ranks);
        }
        upTo = new double[ranks];
        double sum = 0;
        for (int rank = 1; rank <= ranks; rank++) {
            sum += Math.pow(rank, -exponent);
            upTo[rank - 1] = sum;
        }
    }

    /** Draws a rank, from 0, the most popular, up. */
    int draw(Random random) {
        double point = random.nextDouble() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, point);
        return found >= 0 ? found : -found - 1;
    }
}
