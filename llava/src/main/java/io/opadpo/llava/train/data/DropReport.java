package io.opadpo.llava.train.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of the samples that were read.
 *
 * @param read how many there were, bad lines included
 * @param dropped those not trained on, each with its reason, in the order read
 * @param reportMismatches ids of samples that are trained on although their report speaks of sentences which the
 *     original answer does not have; {@link Encoding} says what becomes of their weights
 */
public record DropReport(int read, List<Dropped> dropped, List<String> reportMismatches) {

    public DropReport {
        dropped = List.copyOf(dropped);
        reportMismatches = List.copyOf(reportMismatches);
    }

    /**
     * A sample that is not trained on.
     *
     * @param id the sample's, or its file and line when none could be read
     * @param detail a sentence for people
     */
    public record Dropped(String id, DropReason reason, String detail) {}

    /** How many samples are left. */
    public int kept() {
        return read - dropped.size();
    }

    /** Dropped samples by reason; reasons without any are left out. */
    public Map<DropReason, Integer> counts() {
        Map<DropReason, Integer> counts = new EnumMap<>(DropReason.class);
        for (Dropped sample : dropped) {
            counts.merge(sample.reason(), 1, Integer::sum);
        }
        return counts;
    }

    /** The report as JSON: {@code read}, {@code kept}, {@code counts}, {@code dropped}, {@code report_mismatches}. */
    public String toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("read", read).put("kept", kept());
        ObjectNode counts = root.putObject("counts");
        counts().forEach((reason, count) -> counts.put(reason.name(), count));
        ArrayNode samples = root.putArray("dropped");
        for (Dropped sample : dropped) {
            samples.addObject()
                    .put("id", sample.id())
                    .put("reason", sample.reason().name())
                    .put("detail", sample.detail());
        }
        ArrayNode mismatches = root.putArray("report_mismatches");
        reportMismatches.forEach(mismatches::add);
        return JsonMapper.shared().writeValueAsString(root);
    }
}
