package io.opadpo.jobs;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** Keeps leases. Apart from {@link JobLeases}, because it needs a connection that nobody else can use up. */
public interface Heartbeats {
    /** Extends leases to this long from now, by the database's clock, and says for each claim what to do. */
    Map<Claim, Signal> heartbeat(Collection<Claim> claims, Duration lease);
}
