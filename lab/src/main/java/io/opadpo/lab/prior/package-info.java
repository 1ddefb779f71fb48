/** Language priors: the errors that the built-in model is taught. */
@NullMarked
package io.opadpo.lab.prior;

import org.jspecify.annotations.NullMarked;
