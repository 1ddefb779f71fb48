/** The lab's model, scenes and benchmarks in the data folder. */
@NullMarked
package io.opadpo.quickstart.lab;

import org.jspecify.annotations.NullMarked;
