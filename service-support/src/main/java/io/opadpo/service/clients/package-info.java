/** Calls from one service to another, on behalf of an owner. */
@NullMarked
package io.opadpo.service.clients;

import org.jspecify.annotations.NullMarked;
