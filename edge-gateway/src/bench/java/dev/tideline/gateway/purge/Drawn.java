package dev.tideline.gateway.purge;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws how something grows with something else, into the folder that {@code -Dbench.drawn} names. */
final class Drawn {

    private static final Path FOLDER = Path.of(System.getProperty("bench.drawn", "target/bench"));

    private Drawn() {}

    /**
     * Draws an SVG.
     *
     * @param file its name without the ending
     * @param grown what the horizontal axis shows, which is logarithmic
     * @param lines values by series and by what grows, in its order
     */
    static void lines(String file, String title, String grown, String unit, Map<String, Map<Double, Double>> lines)
            throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(450)
                .title(title)
                .xAxisTitle(grown)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setDecimalPattern("#,###.##");
        lines.forEach((name, values) ->
                chart.addSeries(name, new ArrayList<>(values.keySet()), new ArrayList<>(values.values())));
        Files.createDirectories(FOLDER);
        VectorGraphicsEncoder.saveVectorGraphic(
                chart, FOLDER.resolve(file + ".svg").toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    }
}
