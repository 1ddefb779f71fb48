/** Errors as clients see them: RFC 9457 problems with a stable code. */
@NullMarked
package io.opadpo.service.error;

import org.jspecify.annotations.NullMarked;
