/** Pictures of a few coloured shapes, made from a seed, whose truth is known. */
@NullMarked
package io.opadpo.lab.scene;

import org.jspecify.annotations.NullMarked;
