package dev.tideline.local.bench;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * How something grows with something else, which is shown on a logarithmic axis.
 *
 * @param grown what the horizontal axis shows
 * @param unit of the values
 * @param lines values by series and by what grows, in its order
 */
record Lines(String title, String grown, String unit, Map<String, Map<Double, Double>> lines) implements Drawing {

    @Override
    public XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(grown)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setDecimalPattern("#,###.##");
        // A curve that looks flat must be flat.
        chart.getStyler().setYAxisMin(0.0);
        lines.forEach((series, values) -> {
            List<Double> grows = new ArrayList<>(values.keySet());
            chart.addSeries(series, grows, new ArrayList<>(values.values()));
        });
        return chart;
    }
}
