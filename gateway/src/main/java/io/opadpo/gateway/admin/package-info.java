/** What operators ask of all services at once. */
@NullMarked
package io.opadpo.gateway.admin;

import org.jspecify.annotations.NullMarked;
