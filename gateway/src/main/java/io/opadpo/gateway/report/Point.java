package io.opadpo.gateway.report;

/** A value at a place. */
record Point(double x, double y) {}
