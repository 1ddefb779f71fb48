/** Reading and writing of small and large files: bounded reads of untrusted JSON, writes that appear whole or not. */
@NullMarked
package io.opadpo.llava.files;

import org.jspecify.annotations.NullMarked;
