package io.opadpo.trainer.evaluation;

import io.opadpo.trainer.benchmark.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A policy's counts, summed up by picture: all that resampling needs of its answers. */
final class CountTable {

    private final List<String> counts;
    private final List<double[]> pictures;

    private CountTable(List<String> counts, List<double[]> pictures) {
        this.counts = counts;
        this.pictures = pictures;
    }

    /** Sums up answers; the pictures come in the order of their first answer. */
    static CountTable of(Collection<BenchmarkAnswer> answers) {
        TreeSet<String> names = new TreeSet<>();
        answers.forEach(answer -> names.addAll(answer.counts().keySet()));
        List<String> counts = List.copyOf(names);
        Map<String, double[]> pictures = new LinkedHashMap<>();
        for (BenchmarkAnswer answer : answers) {
            double[] sums = pictures.computeIfAbsent(answer.image(), image -> new double[counts.size()]);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += answer.counts().getOrDefault(counts.get(i), 0);
            }
        }
        return new CountTable(counts, new ArrayList<>(pictures.values()));
    }

    /** Pictures. */
    int size() {
        return pictures.size();
    }

    /** The sums over some pictures, a picture as often as it is named. */
    Metric.Sums over(int[] chosen) {
        double[] sums = new double[counts.size()];
        for (int picture : chosen) {
            double[] row = pictures.get(picture);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row[i];
            }
        }
        return count -> {
            int index = counts.indexOf(count);
            return index < 0 ? 0 : sums[index];
        };
    }
}
