/** The uniform job API, and the way a service submits jobs. */
@NullMarked
package io.opadpo.service.jobs;

import org.jspecify.annotations.NullMarked;
