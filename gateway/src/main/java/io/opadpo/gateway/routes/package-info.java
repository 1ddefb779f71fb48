/** Which service answers which path. */
@NullMarked
package io.opadpo.gateway.routes;

import org.jspecify.annotations.NullMarked;
