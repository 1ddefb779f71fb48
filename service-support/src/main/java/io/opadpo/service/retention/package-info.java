/** What is removed when nobody needs it any more, and what sees to it that nobody does. */
@NullMarked
package io.opadpo.service.retention;

import org.jspecify.annotations.NullMarked;
