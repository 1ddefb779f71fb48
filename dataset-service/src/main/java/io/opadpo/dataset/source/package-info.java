/** Where files to import come from: a folder of the server, uploads, a bucket, a hub of data sets. */
@NullMarked
package io.opadpo.dataset.source;

import org.jspecify.annotations.NullMarked;
