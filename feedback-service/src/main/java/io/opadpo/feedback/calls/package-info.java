/** Calls to judges: what they may cost, how many there may be, and replies that are there already. */
@NullMarked
package io.opadpo.feedback.calls;

import org.jspecify.annotations.NullMarked;
