/** Asks a corrector for its report on one answer. */
@NullMarked
package io.opadpo.feedback.judge;

import org.jspecify.annotations.NullMarked;
