/** What is counted of jobs, for dashboards and autoscalers. */
@NullMarked
package io.opadpo.service.metrics;

import org.jspecify.annotations.NullMarked;
