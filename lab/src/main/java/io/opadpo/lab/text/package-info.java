/** What is asked and said about a scene, and how it is read. */
@NullMarked
package io.opadpo.lab.text;

import org.jspecify.annotations.NullMarked;
