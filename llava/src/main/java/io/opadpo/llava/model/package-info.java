/**
 * LLaVA-1.5 itself: the vision tower, the projector and the decoder. The arithmetic stands in {@code llava.torchscript};
 * the classes here say what flows where.
 */
@NullMarked
package io.opadpo.llava.model;

import org.jspecify.annotations.NullMarked;
