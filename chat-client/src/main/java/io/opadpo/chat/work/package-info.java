/** Works through the items of a job, several at once, each of them a request to somebody else. */
@NullMarked
package io.opadpo.chat.work;

import org.jspecify.annotations.NullMarked;
