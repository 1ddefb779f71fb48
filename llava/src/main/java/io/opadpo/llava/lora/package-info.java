/** Low-rank adapters in PEFT's format: read, write, apply, merge. */
@NullMarked
package io.opadpo.llava.lora;

import org.jspecify.annotations.NullMarked;
