package io.opadpo.lab.scene;

/** One object of a scene, or of what is said about it. */
public record Thing(Size size, Colour colour, Shape shape, Place place) {

    /** What it is, wherever it is and however large. */
    public Kind kind() {
        return new Kind(colour, shape);
    }

    public Thing withSize(Size other) {
        return new Thing(other, colour, shape, place);
    }

    public Thing withColour(Colour other) {
        return new Thing(size, other, shape, place);
    }

    public Thing withPlace(Place other) {
        return new Thing(size, colour, shape, other);
    }
}
