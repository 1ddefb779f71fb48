package io.opadpo.dataset.image;

import java.io.Serializable;

/** An image's identity: what two owners upload is kept twice, as one must not learn what the other has. */
record ImageKey(String owner, String sha256) implements Serializable {}
