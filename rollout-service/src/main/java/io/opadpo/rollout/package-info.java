/** Sampled answers of a policy to sets of prompts: jobs of kind {@code rollout}. */
@NullMarked
package io.opadpo.rollout;

import org.jspecify.annotations.NullMarked;
