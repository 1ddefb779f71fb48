/** Scenes as folders: pictures with questions, and benchmarks in the formats of CHAIR and POPE. */
@NullMarked
package io.opadpo.lab.files;

import org.jspecify.annotations.NullMarked;
