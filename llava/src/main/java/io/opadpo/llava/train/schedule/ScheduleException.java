package io.opadpo.llava.train.schedule;

import io.opadpo.llava.LlavaException;

/** A position or a set of samples that does not fit the schedule it is used with. */
public final class ScheduleException extends LlavaException {

    ScheduleException(String message) {
        super(message);
    }
}
