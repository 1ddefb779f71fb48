/** Traces across services and jobs: what is traced, and how its context follows work from thread to thread. */
@NullMarked
package io.opadpo.service.trace;

import org.jspecify.annotations.NullMarked;
