/** Corrections by files of requests that an endpoint answers within a day, at a lower price. */
@NullMarked
package io.opadpo.feedback.batch;

import org.jspecify.annotations.NullMarked;
