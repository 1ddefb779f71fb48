/** A corrector that needs no model: an OpenAI-compatible server for the demonstration and for tests. */
@NullMarked
package io.opadpo.lab.corrector;

import org.jspecify.annotations.NullMarked;
