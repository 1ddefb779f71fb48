package io.opadpo.dataset.build;

import io.opadpo.dataset.build.Correction.Judge;
import io.opadpo.dataset.build.Correction.Policy;
import io.opadpo.dataset.table.BadRowException;
import io.opadpo.dataset.table.Rows;
import java.io.IOException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A row of the published code's rollout files and data sets, in whose columns' names it differs.
 *
 * @param supervised whether it has no original answer and no report, as the published OPA data
 * @param correction without its image, which nobody has named yet
 * @param image its bytes
 */
record ReferenceRow(Correction correction, byte[] image, boolean supervised) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern PLACEHOLDER = Pattern.compile("^\\s*<image>\\s*");
    private static final Pattern FENCE = Pattern.compile("^\\s*```[a-z]*\\s*|\\s*```\\s*$");

    static ReferenceRow of(Rows rows, String id, DatasetImportRequest request) throws BadRowException, IOException {
        String query = rows.text("query") == null ? rows.text("queries") : rows.text("query");
        String original = rows.text("original_generate_response");
        JsonNode report = report(rows.text("AI_json_report"));
        if (query == null) {
            throw new BadRowException("neither query nor queries is there");
        }
        Correction correction = new Correction(
                id,
                null,
                PLACEHOLDER.matcher(query).replaceFirst(""),
                rows.text("standard_response"),
                original,
                report,
                rows.text("AI_pseudo_response"),
                null,
                request.judge() == null ? null : new Judge(request.judge(), null, null, null, null),
                null,
                new Policy(request.model(), null, null, null));
        return new ReferenceRow(correction, image(rows), original == null && report == null);
    }

    private static @Nullable JsonNode report(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return JSON.readTree(FENCE.matcher(text).replaceAll(""));
        } catch (JacksonException e) {
            // Whoever reads reports tells that this is none.
            return JSON.getNodeFactory().stringNode(text);
        }
    }

    private static byte[] image(Rows rows) throws BadRowException, IOException {
        byte[] bytes = rows.bytes("image_bytes");
        if (bytes == null) {
            throw new BadRowException("image_bytes is missing");
        }
        // Strings of Arrow come as they are; no image begins with a character of base64 and goes on so.
        boolean base64 = bytes.length > 8 && isBase64(bytes, 8);
        try {
            return base64 ? Base64.getDecoder().decode(bytes) : bytes;
        } catch (IllegalArgumentException e) {
            throw new BadRowException("image_bytes is not base64");
        }
    }

    private static boolean isBase64(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            int b = bytes[i];
            boolean letter = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
            if (!letter && b != '+' && b != '/') {
                return false;
            }
        }
        return true;
    }
}
