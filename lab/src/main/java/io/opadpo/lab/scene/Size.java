package io.opadpo.lab.scene;

/** How large a thing is. */
public enum Size {
    SMALL(0.21),
    LARGE(0.4);

    private final double radius;

    Size(double radius) {
        this.radius = radius;
    }

    /** Radius, in widths of a quadrant. */
    double radius() {
        return radius;
    }
}
