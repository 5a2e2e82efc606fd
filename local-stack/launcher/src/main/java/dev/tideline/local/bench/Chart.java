package dev.tideline.local.bench;

import dev.tideline.local.stack.StackException;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Bars.
 *
 * @param unit of the values
 * @param bars values by series and category; a series has a value for each category
 */
record Chart(String title, String unit, Map<String, Map<String, Double>> bars) {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 450;
    /** So that long names of loads do not run into each other, in degrees. */
    private static final int TILT = 20;

    /**
     * Draws it.
     *
     * @param file an SVG, overwritten
     * @throws StackException on a machine without fonts
     */
    void draw(Path file) {
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames();
        } catch (LinkageError | InternalError none) {
            throw new StackException(
                    "cannot draw " + file + ": this machine has no fonts; install fontconfig and a font");
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisLabelRotation(TILT);
        chart.getStyler().setDecimalPattern("#,###.##");
        bars.forEach((series, values) -> {
            List<String> categories = new ArrayList<>(values.keySet());
            chart.addSeries(series, categories, new ArrayList<>(values.values()));
        });
        try {
            VectorGraphicsEncoder.saveVectorGraphic(
                    chart, file.toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
