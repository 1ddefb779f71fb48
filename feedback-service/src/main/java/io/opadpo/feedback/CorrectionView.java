package io.opadpo.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.opadpo.feedback.judge.Correction;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.WorkItem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of an answer, and how it stands.
 *
 * @param state {@code DONE} with a report, or {@code FAILED}
 * @param error why there is no report
 * @param correction its fields stand beside these
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CorrectionView(
        ItemState state,
        @Nullable JobError error,
        @JsonUnwrapped Correction correction) {

    static CorrectionView of(WorkItem item) {
        Correction correction = item.output() == null
                ? Correction.unknown(item.item())
                : JsonMapper.shared().treeToValue(item.output(), Correction.class);
        return new CorrectionView(item.state(), item.error(), correction);
    }
}
