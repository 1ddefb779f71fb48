package io.opadpo.gateway.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Points in their order, and their running mean.
 *
 * @param points as they came
 * @param smooth means around each
 * @param window so many points make a mean
 */
record Curve(List<Point> points, List<Point> smooth, int window) {
    /** A mean of this share of the points shows the trend and hides the noise. */
    private static final int PART = 12;

    private static final int MOST_DRAWN = 400;

    /** The mean is centred, so that it lags behind nothing; at the ends it is over those that there are. */
    static Curve of(List<Point> points) {
        int half = Math.max(1, points.size() / PART / 2);
        double[] sums = new double[points.size() + 1];
        for (int i = 0; i < points.size(); i++) {
            sums[i + 1] = sums[i] + points.get(i).y();
        }
        List<Point> smooth = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            int reach = Math.min(half, Math.min(i, points.size() - 1 - i));
            double mean = (sums[i + reach + 1] - sums[i - reach]) / (2 * reach + 1);
            smooth.add(new Point(points.get(i).x(), mean));
        }
        return new Curve(thinned(points), thinned(smooth), 2 * half + 1);
    }

    /** Every n-th, and the last: more than the drawing has pixels would only make it larger. */
    private static List<Point> thinned(List<Point> points) {
        int every = (points.size() + MOST_DRAWN - 1) / MOST_DRAWN;
        List<Point> thinned = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (i % every == 0 || i == points.size() - 1) {
                thinned.add(points.get(i));
            }
        }
        return thinned;
    }
}
