/** What operators ask of a service, and through the gateway of all of them. */
@NullMarked
package io.opadpo.service.admin;

import org.jspecify.annotations.NullMarked;
