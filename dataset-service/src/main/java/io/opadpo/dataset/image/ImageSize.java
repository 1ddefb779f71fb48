package io.opadpo.dataset.image;

/** Pixels across and down, as a header states them. */
record ImageSize(int width, int height) {}
