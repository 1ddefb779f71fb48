/**
 * Training objectives as plain arithmetic on the host: OPA-DPO, DPO and SFT, each with its statistics and its exact
 * derivative with respect to the policy's log-probabilities, and to its entropies where OPA's optional term reads them.
 *
 * <p>A trainer fetches the log-probabilities of the response tokens from the device, calls
 * {@link io.opadpo.llava.train.loss.OpaDpoLoss} or {@link io.opadpo.llava.train.loss.SftLoss}, and sends the gradients
 * back. All arithmetic is in double precision; log-probabilities are in nats.
 *
 * <p>The objectives are those of OPA-DPO (arXiv 2501.09695) as its reference implementation, zhyang2226/OPA-DPO,
 * computes them. Where that is not what one would expect, the option in question says so.
 */
@NullMarked
package io.opadpo.llava.train.loss;

import org.jspecify.annotations.NullMarked;
