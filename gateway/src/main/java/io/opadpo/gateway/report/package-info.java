/** A pipeline's report: one page of HTML that needs nothing else. */
@NullMarked
package io.opadpo.gateway.report;

import org.jspecify.annotations.NullMarked;
