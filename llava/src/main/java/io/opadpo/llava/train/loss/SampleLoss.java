package io.opadpo.llava.train.loss;

import io.opadpo.llava.train.telemetry.Scalars;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** One sample's share of the loss, with statistics and gradients. */
final class SampleLoss {

    private final OpaDpoOptions options;
    private final PreferenceLogProbs sample;
    private final double scale;
    private final LossStatistics statistics = new LossStatistics();
    private final Map<PreferenceResponse, LogRatios> ratios = new EnumMap<>(PreferenceResponse.class);
    private double loss;

    /** A sample, nothing computed yet; {@code scale} is 1 / (samples · units). */
    SampleLoss(OpaDpoOptions options, PreferenceLogProbs sample, double scale) {
        this.options = options;
        this.sample = sample;
        this.scale = scale;
        for (PreferenceResponse response : options.responses()) {
            boolean referenceFree = options.pairLoss().referenceFree();
            ratios.put(response, new LogRatios(sample.get(response), referenceFree, options.reduction()));
        }
    }

    /** Computes loss, statistics and gradients, once. */
    void compute() {
        for (PreferencePair pair : PreferencePair.values()) {
            if (options.coefficients().of(pair) > 0) {
                addPair(pair);
            }
        }
        if (options.anchor().isOn()) {
            addAnchor();
        }
        ratios.keySet()
                .forEach(response -> statistics.addLogProbs(
                        response.statistic(), sample.get(response).policy()));
        if (!options.pairLoss().referenceFree()) {
            addDivergence();
        }
    }

    private void addDivergence() {
        ratios.forEach((response, of) -> {
            if (!response.masked()) {
                statistics.add(Scalars.KL, of.sum(), sample.get(response).length());
            }
        });
    }

    double loss() {
        return loss;
    }

    LossStatistics statistics() {
        return statistics;
    }

    /** ∂loss/∂log π of each answer, {@code [T]}. */
    Map<PreferenceResponse, double[]> gradients() {
        Map<PreferenceResponse, double[]> gradients = new EnumMap<>(PreferenceResponse.class);
        ratios.forEach((response, of) -> gradients.put(response, of.gradient()));
        return gradients;
    }

    private LogRatios ratios(PreferenceResponse response) {
        LogRatios found = ratios.get(response);
        if (found == null) {
            throw new IllegalStateException(response + " is not among the needed answers");
        }
        return found;
    }

    private void addPair(PreferencePair pair) {
        PairLoss pairLoss = options.pairLoss();
        double coefficient = options.coefficients().of(pair);
        Utility chosen = new Utility(ratios(pair.chosen()), weights(pair, pair.chosen()));
        Utility rejected = new Utility(ratios(pair.rejected()), weights(pair, pair.rejected()));
        int units = Math.max(chosen.ratios.units(), rejected.ratios.units());
        double sum = (options.units() - units) * pairLoss.value(0);
        for (int unit = 0; unit < units; unit++) {
            double margin = chosen.at(unit) - rejected.at(unit);
            double slope = coefficient * scale * pairLoss.slope(margin);
            sum += pairLoss.value(margin);
            chosen.addGradient(unit, slope);
            rejected.addGradient(unit, -slope);
        }
        addTerm("loss/" + pair.statistic(), coefficient, sum);
        addReward(LossStatistics.chosen(pair), chosen.ratios);
        addReward(LossStatistics.rejected(pair), rejected.ratios);
    }

    /** The token weights of an answer in a pair. */
    private IntToDoubleFunction weights(PreferencePair pair, PreferenceResponse response) {
        if (pair == PreferencePair.REVISED_OVER_ORIGINAL && options.weights().scores()) {
            float[] scores = sample.get(response).scores();
            return t -> scores[t];
        }
        if (pair == PreferencePair.REVISED_OVER_MASKED && options.weights().images()) {
            float[] images = sample.get(response.clean()).images();
            return t -> images[t];
        }
        return LogRatios.UNWEIGHTED;
    }

    private void addAnchor() {
        int times = options.coefficients().contrastive() > 0 ? 2 : 1;
        double sum = 0;
        for (PreferenceResponse response : List.of(PreferenceResponse.STANDARD, PreferenceResponse.REVISED)) {
            double absent = options.units() * options.anchor().value(response, 0);
            sum += times * anchor(response, times) + (2 - times) * absent;
        }
        addTerm("loss/AncPO", options.anchor().coefficient(), sum);
    }

    /** The anchor's value summed over an answer's units; its gradient is added so many times. */
    private double anchor(PreferenceResponse response, int times) {
        Anchor anchor = options.anchor();
        LogRatios of = ratios(response);
        double beta = options.pairLoss().beta();
        double sum = (options.units() - of.units()) * anchor.value(response, 0);
        for (int unit = 0; unit < of.units(); unit++) {
            double reward = beta * of.at(unit, LogRatios.UNWEIGHTED);
            double slope = times * anchor.coefficient() * scale * anchor.slope(response, reward) * beta;
            sum += anchor.value(response, reward);
            of.addGradient(unit, LogRatios.UNWEIGHTED, slope);
        }
        return sum;
    }

    private void addTerm(String name, double coefficient, double sum) {
        loss += coefficient * scale * sum;
        statistics.add(name, sum, options.units());
    }

    private void addReward(String name, LogRatios of) {
        statistics.add(name, options.pairLoss().beta() * of.sum(), of.units());
    }

    /** The utility of an answer in a pair. */
    private final class Utility {

        private final Divergence divergence = options.pairLoss().divergence();
        private final LogRatios ratios;
        private final IntToDoubleFunction weights;

        Utility(LogRatios ratios, IntToDoubleFunction weights) {
            this.ratios = ratios;
            this.weights = weights;
        }

        double at(int unit) {
            return divergence.utility(ratios.at(unit, LogRatios.UNWEIGHTED), ratios.at(unit, weights));
        }

        /** Adds to the gradient, given the loss's derivative by the utility. */
        void addGradient(int unit, double derivative) {
            double ratioSlope = divergence.ratioSlope(ratios.at(unit, LogRatios.UNWEIGHTED));
            ratios.addGradient(unit, LogRatios.UNWEIGHTED, derivative * ratioSlope);
            ratios.addGradient(unit, weights, derivative * divergence.weightedSlope());
        }
    }
}
