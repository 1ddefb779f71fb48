package io.opadpo.feedback.calls;

import java.util.Collection;

/** Hears, perhaps more than once, that there is no money for a job's next call, and that none is to be expected soon. */
public interface OutOfMoney {
    /** The job's budget allows no further call. */
    void budget();

    /** None of these endpoints may spend more today, and they are all that the job could ask. */
    void day(Collection<String> endpoints);
}
