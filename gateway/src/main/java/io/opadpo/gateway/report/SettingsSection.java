package io.opadpo.gateway.report;

import tools.jackson.databind.json.JsonMapper;

/** What each stage was told, for whoever wants the same again. */
final class SettingsSection {
    private static final int LONGEST = 20_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private SettingsSection() {}

    static void write(Html html, ReportData data) {
        html.open("section").element("h2", "Settings");
        html.element(
                "p",
                "Seeds and settings as the stages' jobs have them. What a training is not told is as published.",
                "class",
                "about");
        data.parameters().forEach((stage, parameters) -> {
            html.open("details").element("summary", StageTable.name(stage));
            String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(parameters);
            html.element("pre", Texts.abridged(json, LONGEST)).close();
        });
        html.close();
    }
}
