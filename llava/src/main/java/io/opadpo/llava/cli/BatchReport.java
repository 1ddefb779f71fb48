package io.opadpo.llava.cli;

import io.opadpo.llava.LlavaException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The outcome of a batch, sample by sample: results and failures on standard output, progress beside them. */
final class BatchReport {

    private final JsonOutput output;
    private final Progress progress;
    private final int total;
    private int done;
    private boolean failed;

    BatchReport(JsonOutput output, Progress progress, int total) {
        this.output = output;
        this.progress = progress;
        this.total = total;
    }

    void success(Object result) {
        output.line(result);
        progress.update(++done, total);
    }

    /** A sample that could not be processed; the others go on. */
    void failure(String key, String id, LlavaException error) {
        failed = true;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(key, id);
        line.put("error", error.getMessage());
        success(line);
    }

    int exitCode() {
        return failed ? LlavaCli.SOME_FAILED : LlavaCli.OK;
    }
}
