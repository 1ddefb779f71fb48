package io.opadpo.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What alert rules, dashboard, autoscaling and documentation say of metrics. */
final class MonitoringFiles {
    private static final Path ALERTS = Path.of("../docker/prometheus/alerts.yml");
    private static final Path DASHBOARD = Path.of("../docker/grafana/dashboards/platform.json");
    private static final Path ADAPTER = Path.of("../k8s/monitoring/prometheus-adapter.yaml");
    private static final Path DOCUMENTATION = Path.of("../docs/observability.md");

    private static final Pattern METRIC = Pattern.compile("\\b(opadpo|http|hikaricp|jvm|process|tomcat)_[a-z_]+[a-z]");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: docs/observability\\.md#(\\w+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (\\w+)$");

    /** The autoscaler's own name for a sum of ours. */
    private static final String DERIVED = "opadpo_jobs_open";

    private MonitoringFiles() {}

    /** Metrics that somebody asks Prometheus for. */
    static Set<String> asked() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (Path file : new Path[] {ALERTS, DASHBOARD, ADAPTER}) {
            asked.addAll(found(METRIC, Files.readString(file), 0));
        }
        asked.remove(DERIVED);
        return asked;
    }

    /** Metrics of ours that the documentation explains. */
    static Set<String> documented() throws IOException {
        return found(METRIC, documentation(), 0).stream()
                .filter(name -> name.startsWith("opadpo_"))
                // Examples of queries name the parts of a timer.
                .map(name -> name.replaceAll("_seconds_(count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> alerts() throws IOException {
        return found(ALERT, Files.readString(ALERTS), 1);
    }

    /** Anchors of the runbooks that alerts name. */
    static Set<String> runbooks() throws IOException {
        return found(RUNBOOK, Files.readString(ALERTS), 1);
    }

    /** Runbooks that there are. */
    static Set<String> headings() throws IOException {
        return found(HEADING, documentation(), 1);
    }

    private static String documentation() throws IOException {
        return Files.readString(DOCUMENTATION);
    }

    private static Set<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
