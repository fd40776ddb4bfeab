package org.apogeemq.server.command;

/** Which Apogee this is. */
final class Version {
    private Version() {}

    /** What {@code --version} prints. */
    static String words() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "Apogee " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version();
    }
}
