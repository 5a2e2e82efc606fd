package dev.tideline.local.bench;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Bars.
 *
 * @param unit of the values
 * @param bars values by series and category; a series has a value for each category
 */
record Bars(String title, String unit, Map<String, Map<String, Double>> bars) implements Drawing {

    /** So that long names of loads do not run into each other, in degrees. */
    private static final int TILT = 20;

    @Override
    public CategoryChart chart() {
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
        return chart;
    }
}
