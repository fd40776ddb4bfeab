package org.apogeemq.broker.order;

import java.util.Set;

/** What locks need to know of the members of groups, and to tell them. Thread-safe; must not wait. */
public interface Membership {
    /** Whether a client is a member of the group now. */
    boolean isMember(String group, String clientId);

    /** Queues that were refused to these clients are free. */
    void queuesFreed(String group, Set<String> clientIds);
}
