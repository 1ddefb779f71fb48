package io.opadpo.lab.corrector;

/** Knows what is right. */
@FunctionalInterface
interface Judge {

    /** The report about a task's answer. The same task gets the same report. */
    Report judge(Task task);
}
