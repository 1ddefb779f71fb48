package io.opadpo.gateway.report;

import io.opadpo.gateway.report.BenchmarkResult.Scores;
import java.util.List;

/** Metrics of all policies, with intervals and the differences to base. */
final class MetricTable {
    private MetricTable() {}

    static void write(Html html, BenchmarkResult benchmark, List<MetricInfo> metrics) {
        html.open("table", "class", "figures metrics").open("thead").open("tr");
        html.element("th", "Metric", "scope", "col");
        for (Scores scores : benchmark.scores()) {
            Policy policy = scores.policy();
            html.element(
                    "th",
                    policy.label(),
                    "scope",
                    "col",
                    "class",
                    "policy " + policy.role().style());
        }
        html.close().close().open("tbody");
        for (MetricInfo metric : metrics) {
            html.open("tr").open("th", "scope", "row").text(metric.title());
            html.element(
                            "small",
                            metric.meaning() + " " + sentence(metric.better().text()))
                    .close();
            benchmark.scores().forEach(scores -> cell(html, scores, metric));
            html.close();
        }
        html.close().close();
    }

    private static void cell(Html html, Scores scores, MetricInfo metric) {
        html.open("td", "data-label", scores.policy().label());
        Estimate value = scores.metric(metric);
        if (value == null) {
            html.element("span", "undefined", "class", "quiet");
        } else {
            html.element("b", metric.unit().value(value)).text(" ");
            html.element("span", "[" + metric.unit().interval(value) + "]", "class", "interval");
        }
        Estimate difference = scores.difference(metric);
        if (difference != null) {
            String verdict = metric.verdict(difference);
            String style = difference.isClearOfZero() ? "difference " + verdict : "difference quiet";
            html.open("div", "class", style).text(metric.unit().difference(difference) + " ");
            html.element("span", "[" + metric.unit().interval(difference) + "]", "class", "interval");
            html.text(" ").element("span", verdict, "class", "verdict").close();
        }
        html.close();
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
