package io.opadpo.lab.scene;

/** Outline of a thing, about as large as a circle of radius 1. */
public enum Shape {
    CIRCLE {
        @Override
        boolean contains(double x, double y) {
            return x * x + y * y <= 1;
        }
    },
    SQUARE {
        @Override
        boolean contains(double x, double y) {
            return Math.abs(x) <= 0.8 && Math.abs(y) <= 0.8;
        }
    },
    TRIANGLE {
        @Override
        boolean contains(double x, double y) {
            return y <= 0.75 && Math.abs(x) <= (y + 1) * 0.55;
        }
    },
    STAR {
        @Override
        boolean contains(double x, double y) {
            // Between a tip and a notch, 36 degrees apart, the outline is a straight line.
            double sector = Math.PI / 5;
            double angle = Math.abs(Math.IEEEremainder(Math.atan2(x, -y), 2 * sector));
            double radius = Math.hypot(x, y);
            double along = radius * Math.cos(angle);
            double across = radius * Math.sin(angle);
            double notchAlong = NOTCH * Math.cos(sector);
            double notchAcross = NOTCH * Math.sin(sector);
            return across * (1 - notchAlong) <= (1 - along) * notchAcross;
        }
    },
    CROSS {
        @Override
        boolean contains(double x, double y) {
            return Math.min(Math.abs(x), Math.abs(y)) <= 0.32 && Math.max(Math.abs(x), Math.abs(y)) <= 1;
        }
    },
    DIAMOND {
        @Override
        boolean contains(double x, double y) {
            return Math.abs(x) * 1.35 + Math.abs(y) <= 1;
        }
    };

    /** How far the star's notches are from its middle. */
    private static final double NOTCH = 0.42;

    /** Whether the point is inside; y points down. */
    abstract boolean contains(double x, double y);
}
