/**
 * What OPA and OPA-DPO train on: samples and the corrector's reports read, filtered and encoded as weighted token ids.
 * Start at {@link io.opadpo.llava.train.data.Preparation}.
 */
@NullMarked
package io.opadpo.llava.train.data;

import org.jspecify.annotations.NullMarked;
