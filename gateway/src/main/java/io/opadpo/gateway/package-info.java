/** One address for the platform. */
@NullMarked
package io.opadpo.gateway;

import org.jspecify.annotations.NullMarked;
