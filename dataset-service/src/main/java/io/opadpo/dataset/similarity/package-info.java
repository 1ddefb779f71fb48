/** Pictures that look alike: pairs of them within a data set, and across its split. */
@NullMarked
package io.opadpo.dataset.similarity;

import org.jspecify.annotations.NullMarked;
