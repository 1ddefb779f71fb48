package io.opadpo.dataset.version;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and forms of a Parquet file's columns; each is an SQL expression over the staged columns of {@link ParquetFile}. */
enum ParquetColumns {
    /** The fields of a line; the image as Hugging Face's {@code datasets} keeps it. */
    STANDARD(
            "id", "id",
            "image", "struct_pack(bytes := image, path := path)",
            "question", "question",
            "standard", "standard",
            "original", "original",
            "revised", "revised",
            "report", "report",
            "split", "split"),
    /** The columns of the reference's OPA-DPO set, which has its images in base64. */
    REFERENCE(
            "queries", "'<image>' || chr(10) || question",
            "image_bytes", "base64(image)",
            "standard_response", "standard",
            "original_generate_response", "original",
            "AI_pseudo_response", "revised",
            "AI_json_report", "report");

    private final Map<String, String> columns = new LinkedHashMap<>();

    ParquetColumns(String... columns) {
        for (int i = 0; i < columns.length; i += 2) {
            this.columns.put(columns[i], columns[i + 1]);
        }
    }

    /** What follows {@code SELECT}. */
    String select() {
        StringBuilder select = new StringBuilder();
        columns.forEach((name, value) -> select.append(select.isEmpty() ? "" : ", ")
                .append(value)
                .append(" AS \"")
                .append(name)
                .append('"'));
        return select.toString();
    }

    /** The metadata by which {@code datasets} knows that a column holds images. */
    String features() {
        StringBuilder features = new StringBuilder();
        for (Map.Entry<String, String> column : columns.entrySet()) {
            boolean image = column.getValue().startsWith("struct_pack");
            features.append(features.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(column.getKey())
                    .append("\": ")
                    .append(image ? "{\"_type\": \"Image\"}" : "{\"dtype\": \"string\", \"_type\": \"Value\"}");
        }
        return "{\"info\": {\"features\": {" + features + "}}}";
    }
}
