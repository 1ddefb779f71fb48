/** Corrections of a policy's answers by a stronger model: jobs of kind {@code feedback}. */
@NullMarked
package io.opadpo.feedback;

import org.jspecify.annotations.NullMarked;
