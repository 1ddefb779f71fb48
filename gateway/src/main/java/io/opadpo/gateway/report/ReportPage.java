package io.opadpo.gateway.report;

import java.util.List;

/** Lays a report out. */
final class ReportPage {
    private final ReportData data;

    ReportPage(ReportData data) {
        this.data = data;
    }

    /** The page. */
    String html() {
        Html html = Html.page();
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        // For the page as a file, which has no headers.
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", ReportStyle.POLICY);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", "Report: " + data.pipeline().name());
        html.style(ReportStyle.CSS).close();
        html.open("body").open("main");
        body(html);
        html.close().close().close();
        return html.toString();
    }

    private void body(Html html) {
        List<BenchmarkResult> benchmarks = data.benchmarks();
        new OverviewSection(data).write(html);
        CorrectorNote.write(html, data);
        benchmarks.forEach(benchmark -> MetricSection.write(html, benchmark));
        LogProbTable.write(html, data);
        OnPolicyTable.write(html, data);
        new ExamplesSection(data::policy).write(html, benchmarks);
        TrainingSection.write(html, data);
        SettingsSection.write(html, data);
        html.open("footer")
                .text("Made " + Figures.time(data.made()) + " from ")
                .link(
                        data.api("/v1/pipelines/" + data.pipeline().id()),
                        "the pipeline " + data.pipeline().id())
                .text(". Addresses of the API need a key: ")
                .element("code", "curl -H \"Authorization: Bearer $KEY\" ADDRESS")
                .close();
    }
}
