package org.apogeemq.server.process;

/** The JVM's cache of loaded classes and profiles, made when the program is packaged; a matter of speed only. */
public enum StartUpCache {
    /** Found and used. */
    USED("start-up cache in use"),
    /** There, but made by another JDK, for other jars or for other JVM options. */
    UNUSABLE("start-up cache does not fit this JDK, its jars or its options: slower start, all else is the same"),
    /** The program was started without one. */
    ABSENT("without start-up cache");

    /** Set by the start script to the cache it gave to the JVM. */
    private static final String PROPERTY = "apogee.aot";

    private final String words;

    StartUpCache(String words) {
        this.words = words;
    }

    /** What this process has. */
    public static StartUpCache current() {
        if (System.getProperty(PROPERTY) == null) {
            return ABSENT;
        }
        // A JVM that cannot use the cache it was given runs without any shared classes, and says so here.
        return System.getProperty("java.vm.info", "").contains("sharing") ? USED : UNUSABLE;
    }

    /** As a user reads it. */
    public String words() {
        return words;
    }
}
