/** Images, prompt sets and training data sets over HTTP. */
@NullMarked
package io.opadpo.dataset;

import org.jspecify.annotations.NullMarked;
