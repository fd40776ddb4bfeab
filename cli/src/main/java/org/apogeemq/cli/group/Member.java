package org.apogeemq.cli.group;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apogeemq.cli.screen.Listing;

/**
 * A client of a group.
 *
 * @param subscriptions what it wants, by topic; null if it could not be asked
 * @param differs whether most others want something else
 */
record Member(
        String id,
        String address,
        String language,
        String version,
        Map<String, String> subscriptions,
        boolean differs) {

    /** Marks the members that want something else than most of those that could be asked. */
    static List<Member> compared(List<Member> members) {
        Map<Map<String, String>, Long> counts = members.stream()
                .filter(member -> member.subscriptions() != null)
                .collect(Collectors.groupingBy(Member::subscriptions, Collectors.counting()));
        Map<String, String> usual = counts.entrySet().stream()
                .max(Comparator.<Map.Entry<Map<String, String>, Long>>comparingLong(Map.Entry::getValue)
                        .thenComparing(entry -> entry.getKey().toString(), Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .orElse(Map.of());
        return members.stream()
                .map(member -> member.subscriptions() == null
                        ? member
                        : new Member(
                                member.id(),
                                member.address(),
                                member.language(),
                                member.version(),
                                member.subscriptions(),
                                !member.subscriptions().equals(usual)))
                .toList();
    }

    /** The name of the release with an ordinal, as clients send it. */
    static String version(int ordinal) {
        int steps = ordinal - (ordinal >= 412 ? 413 : 213);
        if (steps < -1 || ordinal >= 612) {
            return ordinal >= 612 ? "newer than 5.9.9" : "3.x (" + ordinal + ")";
        }
        boolean snapshot = Math.floorMod(steps, 2) == 1;
        int release = (steps + (snapshot ? 1 : 0)) / 2;
        return (ordinal >= 412 ? 5 : 4) + "." + release / 10 + "." + release % 10 + (snapshot ? "-SNAPSHOT" : "");
    }

    static Listing<Member> listing() {
        return new Listing<Member>()
                .name("CLIENT", "clientId", Member::id)
                .name("ADDRESS", "address", Member::address)
                .text("LANGUAGE", "language", Member::language)
                .text("VERSION", "version", Member::version)
                .map("SUBSCRIBES", "subscriptions", Member::subscriptions)
                .yesNo("DIFFERS", "differs", Member::differs);
    }
}
