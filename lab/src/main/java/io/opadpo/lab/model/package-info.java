/** The built-in model's shape, vocabulary and folder. */
@NullMarked
package io.opadpo.lab.model;

import org.jspecify.annotations.NullMarked;
