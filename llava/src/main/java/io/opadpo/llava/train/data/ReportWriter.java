package io.opadpo.llava.train.data;

import io.opadpo.llava.train.data.Report.Added;
import io.opadpo.llava.train.data.Report.Sentence;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes reports in the standard spelling. */
final class ReportWriter {

    private ReportWriter() {}

    static String write(Report report) {
        return JsonMapper.shared().writeValueAsString(object(report));
    }

    private static ObjectNode object(Report report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("image_description", report.imageDescription());
        for (int i = 0; i < report.sentences().size(); i++) {
            root.set(Integer.toString(i), object(report.sentences().get(i)));
        }
        Added added = report.added();
        if (added != null) {
            root.putObject("Added").put("rewritten_content", added.rewritten()).put("reason", added.reason());
        }
        return root;
    }

    private static ObjectNode object(Sentence sentence) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("copied_content", sentence.copied());
        sentence.score().ifPresent(score -> node.put("score", score));
        node.put("error_type", sentence.errorType().text());
        ArrayNode object = node.putArray("object");
        sentence.object().forEach(object::add);
        node.put("rewritten_content", sentence.rewritten());
        return node.put("reason", sentence.reason());
    }
}
