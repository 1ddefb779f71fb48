package io.opadpo.lab.scene;

/** Quadrant of the picture that a thing is in, in reading order. */
public enum Place {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_LEFT,
    BOTTOM_RIGHT;

    int column() {
        return ordinal() % 2;
    }

    int row() {
        return ordinal() / 2;
    }
}
