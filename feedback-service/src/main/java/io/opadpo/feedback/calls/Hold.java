package io.opadpo.feedback.calls;

import org.jspecify.annotations.Nullable;

/**
 * Whether there is money for a call.
 *
 * @param call the call, if there is
 */
record Hold(Verdict verdict, @Nullable Call call) {
    /** How it stands. */
    enum Verdict {
        GRANTED,
        /** Not while other calls of the job are under way, as they may need it. */
        LATER,
        /** Not today, unless calls under way give some of the day's money back. */
        DAY_LATER,
        /** Not within the job's budget. */
        EXHAUSTED,
        /** Not today. */
        DAY_SPENT
    }

    static Hold granted(Call call) {
        return new Hold(Verdict.GRANTED, call);
    }

    static Hold not(Verdict verdict) {
        return new Hold(verdict, null);
    }
}
