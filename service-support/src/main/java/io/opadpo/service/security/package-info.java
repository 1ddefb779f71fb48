/** API keys, who is calling, and what may be called. */
@NullMarked
package io.opadpo.service.security;

import org.jspecify.annotations.NullMarked;
