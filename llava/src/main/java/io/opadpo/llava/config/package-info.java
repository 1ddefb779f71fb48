/** The architecture of a LLaVA model as its folder states it. */
@NullMarked
package io.opadpo.llava.config;

import org.jspecify.annotations.NullMarked;
