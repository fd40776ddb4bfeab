package org.apogeemq.nameserver.registry;

/** What became of a registration. */
public sealed interface RegistrationOutcome {
    /**
     * Taken. A slave learns of its living master; otherwise the first two are null. {@code displaced} is the address of
     * a broker that had this name and id and seems to be alive, or null.
     */
    record Accepted(String haServerAddr, String masterAddr, String displaced) implements RegistrationOutcome {}

    /** Another broker of that name and id is alive at another address and has a later state. */
    record Superseded(String address) implements RegistrationOutcome {}

    /** Not taken. */
    record Refused(String reason) implements RegistrationOutcome {}
}
