package io.opadpo.jobs;

import java.util.Collection;
import java.util.List;

/**
 * Kinds of jobs that nobody starts for now. It is the database that knows, so all replicas obey, and those that come later
 * too.
 */
public interface JobDrains {
    /**
     * Lets no worker claim jobs of these kinds any more; a kind that is drained already takes the new setting.
     *
     * @param handBack whether jobs that run are given back at their next safe point, with no attempt consumed; otherwise
     *     they run to their end
     */
    void drain(Collection<String> kinds, boolean handBack);

    /** Lets workers claim jobs of these kinds again. */
    void resume(Collection<String> kinds);

    /** What is drained, by kind. */
    List<DrainedKind> list();
}
