/** The description of a service's API. */
@NullMarked
package io.opadpo.service.openapi;

import org.jspecify.annotations.NullMarked;
