/** Requests and answers: request ids, size limits, pages, idempotency keys. */
@NullMarked
package io.opadpo.service.web;

import org.jspecify.annotations.NullMarked;
