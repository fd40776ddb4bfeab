package org.apogeemq.broker.mode;

import java.util.ArrayList;
import java.util.List;

/** How the queues of a topic are shared between the members of a group. Both come sorted, so that all agree. */
enum Shares {
    /** One stretch each, the first members one queue more if it does not come out even. */
    AVG {
        @Override
        <T> List<T> of(int member, int members, List<T> queues) {
            int each = queues.size() / members;
            int more = queues.size() % members;
            int begin = member * each + Math.min(member, more);
            return queues.subList(begin, begin + each + (member < more ? 1 : 0));
        }
    },
    /** One after the other in turn. */
    AVG_BY_CIRCLE {
        @Override
        <T> List<T> of(int member, int members, List<T> queues) {
            List<T> own = new ArrayList<>();
            for (int i = member; i < queues.size(); i += members) {
                own.add(queues.get(i));
            }
            return own;
        }
    };

    /** What the {@code member}-th of {@code members} gets, counted from 0. */
    abstract <T> List<T> of(int member, int members, List<T> queues);

    /** Null if there is none of that name. */
    static Shares named(String name) {
        for (Shares shares : values()) {
            if (shares.name().equals(name)) {
                return shares;
            }
        }
        return null;
    }
}
