package io.opadpo.llava.bench;

import com.sun.management.OperatingSystemMXBean;
import io.opadpo.llava.train.TrainingStep;
import io.opadpo.llava.train.data.Prepared;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Seconds of a step's parts.
 *
 * @param reference scoring with the frozen reference, pictures and features included
 * @param training the step, pictures and features included
 * @param exchange of it, adding up the replicas' gradients and handing the weights out
 * @param cpu of all threads of the process, for reference and step together; other processes do not count
 */
record TrainTiming(double reference, double training, double exchange, double cpu) {

    private static final int EXCHANGES = 5;

    /** Takes a step. */
    static <T> TrainTiming of(TrainingStep<T> step, List<Prepared.Item<T>> batch, int microBatch) {
        double before = cpuSeconds();
        double reference = seconds(() -> step.reference(batch, microBatch));
        double training = seconds(() -> step.step(batch, microBatch));
        double cpu = cpuSeconds() - before;
        double[] exchanges = new double[EXCHANGES];
        Arrays.setAll(exchanges, i -> seconds(step::exchange));
        Arrays.sort(exchanges);
        return new TrainTiming(reference, training, exchanges[EXCHANGES / 2], cpu);
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
