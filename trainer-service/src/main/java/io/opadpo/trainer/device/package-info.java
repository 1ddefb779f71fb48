/** The devices of this process, each held by one job at a time. */
@NullMarked
package io.opadpo.trainer.device;

import org.jspecify.annotations.NullMarked;
