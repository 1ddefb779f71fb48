/** The job that makes a data set of corrected answers: filters, training lines, statistics, publication. */
@NullMarked
package io.opadpo.dataset.build;

import org.jspecify.annotations.NullMarked;
