/** What the service's kinds of jobs share: their parameters, the jobs they name, and their errors. */
@NullMarked
package io.opadpo.trainer.job;

import org.jspecify.annotations.NullMarked;
