/** The six stages from prompts to an evaluated adapter, submitted and shown as one thing. */
@NullMarked
package io.opadpo.gateway.pipelines;

import org.jspecify.annotations.NullMarked;
