package io.opadpo.gateway.report;

import io.opadpo.gateway.report.BenchmarkResult.Scores;
import java.util.List;
import java.util.Objects;

/** A benchmark before and after: as a table, and drawn. */
final class MetricSection {
    private MetricSection() {}

    static void write(Html html, BenchmarkResult benchmark) {
        html.open("section").element("h2", title(benchmark));
        String failed = benchmark.failed() == 0
                ? ""
                : "; " + Figures.count(benchmark.failed()) + " more could not be answered by all of them";
        html.element(
                "p",
                Figures.count(benchmark.questions()) + " questions to each policy" + failed
                        + ". In brackets 95% intervals. Below, the difference to base, paired picture by picture; it is unclear"
                        + " where its interval holds zero.",
                "class",
                "about");
        List<MetricInfo> metrics = benchmark.metrics();
        MetricTable.write(html, benchmark, metrics);
        html.open("div", "class", "panels");
        for (MetricInfo metric : metrics) {
            panel(html, benchmark, metric);
        }
        html.close().close();
    }

    /** A plug-in has no other name than its own. */
    private static String title(BenchmarkResult benchmark) {
        return switch (benchmark.type()) {
            case "chair" -> "Hallucination in descriptions: " + benchmark.name() + " (CHAIR)";
            case "pope" -> "Is it there, yes or no: " + benchmark.name() + " (POPE)";
            default -> "Benchmark " + benchmark.name();
        };
    }

    private static void panel(Html html, BenchmarkResult benchmark, MetricInfo metric) {
        List<IntervalChart.Row> rows = benchmark.scores().stream()
                .filter(scores -> scores.metric(metric) != null)
                .map(scores -> row(scores, metric))
                .toList();
        IntervalChart chart = new IntervalChart(metric.title(), metric.unit().axis(), rows);
        if (!chart.hasExtent()) {
            return;
        }
        html.open("figure").open("figcaption").element("b", metric.title());
        html.element("small", metric.better().text()).close();
        chart.write(html);
        html.close();
    }

    private static IntervalChart.Row row(Scores scores, MetricInfo metric) {
        Estimate estimate = Objects.requireNonNull(scores.metric(metric));
        Unit unit = metric.unit();
        return new IntervalChart.Row(
                scores.policy(), unit.shown(estimate.value()), unit.shown(estimate.low()), unit.shown(estimate.high()));
    }
}
