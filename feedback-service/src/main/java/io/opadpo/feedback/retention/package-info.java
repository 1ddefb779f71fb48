/** What removes calls, replies and reviews that nobody needs any more. */
@NullMarked
package io.opadpo.feedback.retention;

import org.jspecify.annotations.NullMarked;
