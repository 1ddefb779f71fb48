/** What all services share: defaults of the platform, and the tables that come with them. */
@NullMarked
package io.opadpo.service;

import org.jspecify.annotations.NullMarked;
