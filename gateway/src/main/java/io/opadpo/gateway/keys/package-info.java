/** API keys, for those who may manage them. */
@NullMarked
package io.opadpo.gateway.keys;

import org.jspecify.annotations.NullMarked;
